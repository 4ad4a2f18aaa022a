import { make, makeSelect, setChoices } from '../controls/dom.js';
import { clockChoices, hasZone } from '../text/clock.js';
import { formatDuration } from '../text/format.js';
import { paletteChoices, scaleChoices } from './heat-colors.js';
import { icon } from '../controls/icons.js';
import { pointerPosition } from '../controls/canvas.js';
import { columnLevels, isLevelPossible, rowChoices } from '../state/state.js';

// The controls above the heat map: the length of columns, the number of rows, and the colors.

// The distance of the wheel in pixels that changes the length of columns, the pause in milliseconds after which it starts again, and a line.
const wheelStep = 24;
const wheelPause = 400;
const wheelLine = 30;

export function createHeatControls(page, view) {
  const { store, profiles } = page;
  const column = makeSelect('Length of a column', [], value => store.set({ columnLength: value === 'auto' ? null : Number(value) }), {
    id: 'column-length',
  });
  const rows = makeSelect(
    'Rows per column',
    // A report or a link can contain any number.
    [...new Set([...rowChoices, store.get().rows])].sort((a, b) => a - b).map(count => [count, `${count} rows`]),
    value => store.set({ rows: Number(value) }),
    { id: 'rows' },
  );
  const colors = makeSelect('Colors of the heat map', paletteChoices, value => store.set({ colors: value }), { id: 'colors' });
  const scale = makeSelect('Scale of the colors', scaleChoices, value => store.set({ scale: value }), { id: 'scale' });
  const clock = profiles.some(hasZone) ? makeSelect('Time of day', clockChoices, value => store.set({ clock: value }), { id: 'clock' }) : null;
  const shorter = make(
    'button',
    { type: 'button', class: 'quiet', title: 'Shorter columns (+)', 'aria-label': 'Shorter columns', onclick: () => step(-1) },
    icon('plus'),
  );
  const longer = make(
    'button',
    { type: 'button', class: 'quiet', title: 'Longer columns (-)', 'aria-label': 'Longer columns', onclick: () => step(1) },
    icon('minus'),
  );

  // Of two profiles, the longer one decides, since both maps have the same columns.
  const possible = () => {
    const longest = Math.max(...profiles.map(({ span, start }) => span - start));
    return columnLevels.filter(
      level => (profiles.every(profile => isLevelPossible(profile, level, store.get().rows)) && level < longest * 2) || level === 1e9,
    );
  };
  // Changes to the next length of columns. The time under the pointer keeps its place, otherwise the selection is scrolled to.
  function step(by, pointer = null) {
    const levels = possible();
    const now = levels.indexOf(view.columnLength(store.get()));
    const next = levels[Math.max(0, Math.min(levels.length - 1, now + by))];
    const time = pointer === null ? store.get().range?.from : view.timeAt(pointer);
    store.set({ columnLength: next });
    if (time === undefined) return;
    requestAnimationFrame(() => (pointer === null ? view.scrollToTime(time) : view.scrollTimeTo(time, pointer.x)));
  }
  // A notch of a mouse wheel is one step. A touchpad sends many small distances, which are added up.
  let distance = 0;
  let lastTurn = 0;
  view.element.addEventListener(
    'wheel',
    event => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      if (event.timeStamp - lastTurn > wheelPause || Math.sign(distance) === -Math.sign(event.deltaY)) distance = 0;
      lastTurn = event.timeStamp;
      distance += event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? event.deltaY : event.deltaY * wheelLine;
      if (Math.abs(distance) < wheelStep) return;
      step(Math.sign(distance), pointerPosition(view.overlay, event));
      distance = 0;
    },
    { passive: false },
  );

  let listed = '';
  return {
    element: make('div', { class: 'controls' }, longer, column, shorter, rows, colors, scale, clock),
    step,
    render(state) {
      const levels = possible();
      const shown = view.columnLength(state);
      const key = levels.join() + shown + state.columnLength;
      if (key !== listed) {
        listed = key;
        setChoices(column, [['auto', `Fit: ${formatDuration(shown)} columns`], ...levels.map(level => [level, `${formatDuration(level)} columns`])]);
      }
      column.value = state.columnLength ?? 'auto';
      rows.value = state.rows;
      colors.value = state.colors;
      scale.value = state.scale;
      if (clock !== null) clock.value = state.clock;
      longer.disabled = shown === levels[levels.length - 1];
      shorter.disabled = shown === levels[0];
    },
  };
}
