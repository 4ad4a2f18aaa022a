import { make, makeSelect, setChoices } from '../controls/dom.js';
import { formatDuration } from '../text/format.js';
import { paletteChoices, scaleChoices } from './heat-colors.js';
import { icon } from '../controls/icons.js';
import { columnLevels, isLevelPossible, rowChoices } from '../state/state.js';

// The controls above the heat map: the length of columns, the number of rows, and the colors.

export function createHeatControls(page, view) {
  const { store, profile } = page;
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

  const possible = () =>
    columnLevels.filter(level => (isLevelPossible(profile, level, store.get().rows) && level < (profile.span - profile.start) * 2) || level === 1e9);
  function step(by) {
    const levels = possible();
    const now = levels.indexOf(view.columnLength(store.get()));
    const next = levels[Math.max(0, Math.min(levels.length - 1, now + by))];
    const middle = store.get().range?.from;
    store.set({ columnLength: next });
    if (middle !== undefined) requestAnimationFrame(() => view.scrollToTime(middle));
  }
  view.element.addEventListener(
    'wheel',
    event => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      step(Math.sign(event.deltaY));
    },
    { passive: false },
  );

  let listed = '';
  return {
    element: make('div', { class: 'controls' }, longer, column, shorter, rows, colors, scale),
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
      longer.disabled = shown === levels[levels.length - 1];
      shorter.disabled = shown === levels[0];
    },
  };
}
