import { fitCanvas, pointerPosition } from '../controls/canvas.js';
import { make, setShown } from '../controls/dom.js';
import { clockText } from '../text/clock.js';
import { formatSeconds } from '../text/format.js';
import { memoizeLast } from '../state/store.js';

// The overview below a heat map that is wider than the window: the samples of the whole recording, the selections, and the part that is shown. A click
// or a drag moves that part, and so do the arrow keys.

const keySteps = { ArrowLeft: -0.1, ArrowRight: 0.1, PageUp: -0.9, PageDown: 0.9 };
const minimumWindow = 8;
const minimapHeight = 34;

export function createMinimap(page, view) {
  const { element: scroller } = view;
  const canvas = make('canvas', {
    class: 'minimap',
    id: `${view.overlay.id}-minimap`,
    role: 'scrollbar',
    tabindex: '0',
    'aria-label': 'The part of the recording that is shown',
    'aria-controls': view.overlay.id,
    'aria-orientation': 'horizontal',
    'aria-valuemin': '0',
    'aria-valuemax': '100',
    hidden: true,
  });
  let isShown = false;

  // The place of the pictures, which is below that of the cells, and the times that they span.
  const frame = () => {
    const { left, plotWidth, origin, columns, columnLength, columnWidth, scroll } = view.geometry();
    const xOf = time => left + ((time - origin) / (columns * columnLength)) * plotWidth;
    const full = columns * columnWidth;
    const width = Math.max(minimumWindow, (plotWidth / full) * plotWidth);
    const rest = Math.max(1, full - plotWidth);
    const start = left + Math.min(1, scroll / rest) * (plotWidth - width);
    return { left, plotWidth, xOf, start, width, full, rest, origin, timeAt: x => origin + ((x - left) / plotWidth) * columns * columnLength };
  };
  const barsOf = memoizeLast(barsOfMap);
  const barsOfMatches = memoizeLast(barsOfMap);

  function paint(state) {
    const geometry = view.geometry();
    isShown = geometry !== null && geometry.fullWidth > scroller.clientWidth + 1;
    setShown(canvas, isShown);
    if (!isShown) return;
    const colors = page.theme.colors();
    const context = fitCanvas(canvas, scroller.clientWidth, minimapHeight);
    const { left, plotWidth, xOf, start, width, rest } = frame();
    const pixels = Math.floor(plotWidth);
    const bars = barsOf(view.map(), pixels);
    drawBars(context, left, bars.values, bars.maximum, colors.cpu, 0.55);
    if (view.matchedMap) drawBars(context, left, barsOfMatches(view.matchedMap, pixels).values, bars.maximum, colors.match, 1);
    context.fillStyle = colors.panel;
    context.globalAlpha = 0.55;
    context.fillRect(left, 0, start - left, minimapHeight);
    context.fillRect(start + width, 0, left + plotWidth - start - width, minimapHeight);
    context.globalAlpha = 1;
    for (const { range, color } of view.selections(state)) {
      if (range === null) continue;
      context.fillStyle = color;
      context.globalAlpha = 0.3;
      const x = xOf(range.from);
      context.fillRect(x, 0, Math.max(2, xOf(range.to) - x), minimapHeight);
      context.globalAlpha = 1;
      context.fillRect(x, minimapHeight - 3, Math.max(2, xOf(range.to) - x), 3);
    }
    context.fillStyle = colors.warning;
    for (const { from, to } of page.profile.gaps ?? []) context.fillRect(xOf(from), 0, Math.max(1.5, xOf(to) - xOf(from)), 4);
    context.strokeStyle = colors.line;
    context.lineWidth = 1;
    context.strokeRect(left - 0.5, 0.5, plotWidth + 1, minimapHeight - 1);
    context.strokeStyle = colors.ink;
    context.lineWidth = 1.5;
    context.strokeRect(start + 0.75, 0.75, width - 1.5, minimapHeight - 1.5);
    const { columns, columnLength } = geometry;
    const first = geometry.origin + (geometry.scroll / geometry.columnWidth) * columnLength;
    const last = Math.min(first + (plotWidth / geometry.columnWidth) * columnLength, geometry.origin + columns * columnLength);
    canvas.setAttribute('aria-valuenow', String(Math.round((100 * Math.min(rest, geometry.scroll)) / rest)));
    canvas.setAttribute(
      'aria-valuetext',
      `${formatSeconds(Math.round(first / 1e7) * 1e7)} to ${formatSeconds(Math.round(last / 1e7) * 1e7)} seconds`,
    );
  }

  function scrollTo(left) {
    scroller.scrollLeft = left;
    view.scrolled();
  }

  let grip = null; // the distance of the pointer from the left edge of the window while it is dragged
  const moveTo = x => {
    const { left, plotWidth, width, rest } = frame();
    scrollTo(((x - grip - left) / Math.max(1, plotWidth - width)) * rest);
  };
  canvas.addEventListener('pointerdown', event => {
    if (event.button !== 0) return;
    const { x } = pointerPosition(canvas, event);
    const { start, width } = frame();
    grip = x >= start && x <= start + width ? x - start : width / 2;
    canvas.setPointerCapture(event.pointerId);
    moveTo(x);
  });
  canvas.addEventListener('pointermove', event => {
    const { x } = pointerPosition(canvas, event);
    if (grip !== null) moveTo(x);
    const { left, plotWidth, timeAt } = frame();
    if (x < left || x > left + plotWidth) {
      page.tooltip.hide();
      return;
    }
    const time = Math.round(timeAt(x) / 1e7) * 1e7;
    page.tooltip.show(event, `Second ${formatSeconds(time)}`, [
      clockText(page.profile, time, page.store.get().clock) ?? '',
      'Click or drag to show this part',
    ]);
  });
  for (const name of ['pointerup', 'pointercancel'])
    canvas.addEventListener(name, () => {
      grip = null;
    });
  canvas.addEventListener('pointerleave', () => page.tooltip.hide());
  canvas.addEventListener(
    'wheel',
    event => {
      if (event.ctrlKey) return;
      event.preventDefault();
      scrollTo(scroller.scrollLeft + (event.deltaX || event.deltaY));
    },
    { passive: false },
  );
  canvas.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { plotWidth } = view.geometry();
    if (event.key in keySteps) scrollTo(scroller.scrollLeft + keySteps[event.key] * plotWidth);
    else if (event.key === 'Home' || event.key === 'End') scrollTo(event.key === 'Home' ? 0 : scroller.scrollWidth);
    else return;
    event.preventDefault();
  });
  return { element: canvas, paint };
}

// Returns the highest total of a column at each pixel, {values, maximum}.
function barsOfMap(map, pixels) {
  const values = new Float64Array(pixels);
  let maximum = 0;
  for (let column = 0; column < map.columns; column++) {
    let total = 0;
    for (let i = column * map.rows; i < (column + 1) * map.rows; i++) total += map.values[i];
    const last = Math.max(Math.floor((column * pixels) / map.columns) + 1, Math.floor(((column + 1) * pixels) / map.columns));
    for (let x = Math.floor((column * pixels) / map.columns); x < last; x++) if (total > values[x]) values[x] = total;
    if (total > maximum) maximum = total;
  }
  return { values, maximum };
}

function drawBars(context, left, values, maximum, color, alpha) {
  if (maximum === 0) return;
  context.fillStyle = color;
  context.globalAlpha = alpha;
  context.beginPath();
  for (let x = 0; x < values.length; x++) {
    const size = values[x] === 0 ? 0 : Math.max(1, (values[x] / maximum) * (minimapHeight - 6));
    if (size > 0) context.rect(left + x, minimapHeight - 1 - size, 1, size);
  }
  context.fill();
  context.globalAlpha = 1;
}
