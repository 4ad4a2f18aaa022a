import { fitCanvas, pointerPosition } from '../../report/view/controls/canvas.js';
import { make } from '../../report/view/controls/dom.js';
import { cssColor, heatColors } from '../../report/view/heat-map/heat-colors.js';
import { formatCount, formatWhole } from '../../report/view/text/format.js';
import { shownName } from '../../report/view/text/names.js';
import { exactSeconds } from '../../report/view/state/url-hash.js';
import { profileAddress } from '../list/addresses.js';

// A host in the list of hosts: its name, its number of samples, when it is unusual, and its samples over time.

const stripHeight = 26;
// The score from which a host is named unusual: counts that differ by chance have less, see deviations.js.
const remarkable = 4;
// The distance in pixels from which a press is a drag.
const dragDistance = 5;

export function createHostRow({ row, median, worst, maximum, page, answer, timeOf, clockOf, onZoom }) {
  const { values } = row;
  const strip = make('canvas', { class: 'host-strip', role: 'img', 'aria-label': `Samples of ${row.host} over time` });
  // Of all the time, the link opens the host without a selection.
  const isAll = answer.origin <= 0 && timeOf(answer.columns) >= answer.end;
  const link = make(
    'a',
    { class: 'host-name', href: isAll ? profileAddress(row.path) : addressAt(answer.origin, timeOf(answer.columns)) },
    shownName(row.host),
  );
  const unusual =
    worst.score < remarkable
      ? ''
      : `unusual at ${clockOf(timeOf(worst.column))}: ${formatWhole(values[worst.column])} instead of ${formatWhole(median[worst.column])}`;
  const element = make(
    'li',
    { class: 'host' },
    make(
      'div',
      { class: 'host-text' },
      link,
      make('span', { class: 'muted' }, formatCount(row.total, 'samples')),
      make('span', { class: 'host-unusual' }, unusual),
    ),
    strip,
  );

  const columnAt = x => Math.max(0, Math.min(values.length - 1, Math.floor((x / strip.clientWidth) * values.length)));
  let pressed = null;
  let pointed = null;
  let theme = null;
  strip.addEventListener('pointerdown', event => {
    if (event.button !== 0) return;
    pressed = pointerPosition(strip, event).x;
    strip.setPointerCapture(event.pointerId);
  });
  strip.addEventListener('pointermove', event => {
    pointed = pointerPosition(strip, event).x;
    const column = columnAt(pointed);
    page.tooltip.show(event, row.host, [
      `${clockOf(timeOf(column))} UTC`,
      formatCount(values[column], 'samples'),
      `The median of all hosts is ${formatWhole(median[column])}`,
    ]);
    if (pressed !== null) draw();
  });
  strip.addEventListener('pointerleave', () => page.tooltip.hide());
  strip.addEventListener('pointercancel', () => {
    pressed = null;
    draw();
  });
  strip.addEventListener('pointerup', event => {
    if (pressed === null) return;
    const { x } = pointerPosition(strip, event);
    const [first, last] = [columnAt(Math.min(pressed, x)), columnAt(Math.max(pressed, x))];
    const isDrag = Math.abs(x - pressed) >= dragDistance;
    pressed = null;
    if (isDrag) onZoom(Math.max(0, timeOf(first)), timeOf(last + 1));
    else location.assign(addressAt(timeOf(first), timeOf(first + 1)));
  });

  // Times of a page of a host count from its own start.
  function addressAt(from, to) {
    const time = at => exactSeconds(Math.max(0, at - row.origin));
    return `${profileAddress(row.path)}#t=${time(from)}-${time(to)}`;
  }

  function draw(changed = theme) {
    theme = changed;
    const width = strip.parentElement ? strip.clientWidth : 0;
    if (width === 0 || theme === null) return;
    const context = fitCanvas(strip, width, stripHeight);
    strip.style.width = '';
    const colorOf = heatColors('flamescope', theme.isDark(), 'linear', values, maximum);
    values.forEach((value, column) => {
      context.fillStyle = cssColor(colorOf(value));
      const x = (column * width) / values.length;
      context.fillRect(x, 0, (column + 1) * (width / values.length) - x + 0.5, stripHeight);
    });
    if (pressed === null) return;
    context.fillStyle = theme.colors().accent;
    context.globalAlpha = 0.35;
    context.fillRect(Math.min(pressed, pointed ?? pressed), 0, Math.abs((pointed ?? pressed) - pressed), stripHeight);
    context.globalAlpha = 1;
  }

  return { element, row, worst, draw };
}
