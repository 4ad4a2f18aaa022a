import { icon } from '../controls/icons.js';
import { make, setShown, setText } from '../controls/dom.js';
import { deltaText, normalizedText, shareOf, unitOf } from '../flame-graph/flame-text.js';
import { significanceLevel } from '../../engine/statistics/function-changes.js';
import { formatBare, formatProbability, formatWhole, isScaled } from '../text/format.js';
import { shownName } from '../text/names.js';
import { copyText } from '../toolbar/clipboard.js';
import { openFunctionMenu } from '../flame-graph/frame-menu.js';
import { createSandwichPanel } from './sandwich-panel.js';

// The table of functions: self and total values of the selection, and the differences in a comparison. A click searches for a function and
// shows its callers and callees. Only visible rows are in the document.

const rowEms = 1.9;
const spareRows = 8;

export function createFunctionsPanel(page) {
  const { store, selectors } = page;
  const caption = make('h2', {}, 'Functions');
  const note = make('span', { class: 'muted' });
  const close = make(
    'button',
    { type: 'button', class: 'quiet', 'aria-label': 'Close the table', title: 'Close (T)', onclick: () => page.togglePanel() },
    icon('close'),
  );
  const copy = make(
    'button',
    {
      type: 'button',
      class: 'quiet',
      id: 'copy-table',
      'aria-label': 'Copy the table',
      title: 'Copy the table, separated by tabs',
      onclick: () => copyTable(),
    },
    icon('copy'),
  );
  async function copyTable() {
    const keys = columns();
    const lines = [keys.map(([, text]) => text), ...rows.map(row => keys.map(([key]) => row[key]))];
    await copyText(`${lines.map(cells => cells.join('\t')).join('\n')}\n`);
    page.toast(`Copied ${formatWhole(rows.length)} rows`);
  }
  const head = make('tr', {});
  const body = make('tbody', {});
  const table = make('table', { class: 'functions', 'aria-label': 'Functions of the selection' }, make('thead', {}, head), body);
  const above = make('div', {});
  const below = make('div', {});
  const scroller = make('div', { class: 'functions-scroll', tabindex: '0' }, above, table, below);
  const sandwich = createSandwichPanel(page);
  const element = make(
    'aside',
    { class: 'panel', 'aria-label': 'Functions', hidden: true },
    make('div', { class: 'panel-head' }, caption, note, copy, close),
    scroller,
    sandwich.element,
  );
  // All rows; those that are shown, which match the search; and the test of their names, null without a search.
  let all = [];
  let rows = [];
  let isWanted = null;
  let source = null;
  let changes = null;
  let order = '';
  let totals = { target: 0, baseline: 0, diff: null };

  const columns = () =>
    totals.diff
      ? [
          ['total', 'Total'],
          ['totalDelta', 'Δ total'],
          ['self', 'Self'],
          ['selfDelta', 'Δ self'],
          ...(changes
            ? [['pValue', 'p', 'The probability that chance alone causes such a difference of the total, corrected for the number of functions']]
            : []),
          ['name', 'Function'],
        ]
      : [
          ['self', 'Self'],
          ['total', 'Total'],
          ['name', 'Function'],
        ];

  function collect(state) {
    const { target, baseline } = selectors.table(state);
    const { diff } = totals;
    table.classList.toggle('compared', diff !== null);
    table.classList.toggle('scaled', diff?.normalization !== 'total' && isScaled(unitOf(state, page.profile)));
    if (!diff) return target.slice();
    const known = new Map();
    const keyOf = row => row.label * 16 + row.kind;
    for (const row of target) known.set(keyOf(row), plain(row, { baselineSelf: 0, baselineTotal: 0 }));
    for (const row of baseline) {
      const found = known.get(keyOf(row));
      if (found) Object.assign(found, { baselineSelf: row.self, baselineTotal: row.total });
      else known.set(keyOf(row), plain(row, { self: 0, total: 0, baselineSelf: row.self, baselineTotal: row.total }));
    }
    changes = selectors.changes?.(state) ?? null;
    return [...known.values()].map(row => ({
      ...row,
      pValue: changes?.byFunction.get(keyOf(row)) ?? 1,
      selfDelta: diff.delta(row.self, row.baselineSelf),
      totalDelta: diff.delta(row.total, row.baselineTotal),
    }));
  }

  const plain = ({ label, kind, name, self, total }, more) => ({ label, kind, name, self, total, ...more });

  function sort(state) {
    const by = columns().some(([key]) => key === state.sortBy) ? state.sortBy : 'self';
    const sign = state.sortDown ? -1 : 1;
    if (by === 'pValue') rows.sort((a, b) => -sign * (a.pValue - b.pValue) || Math.abs(b.totalDelta) - Math.abs(a.totalDelta));
    else if (by === 'name') rows.sort((a, b) => -sign * (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    else rows.sort((a, b) => sign * (a[by] - b[by]) || sign * (a.total - b.total));
    head.replaceChildren(
      ...columns().map(([key, text, title]) =>
        make(
          'th',
          {
            scope: 'col',
            class: key,
            title,
            'aria-sort': key === by ? (state.sortDown === (key !== 'name' && key !== 'pValue') ? 'descending' : 'ascending') : null,
          },
          make(
            'button',
            {
              type: 'button',
              onclick: () => store.set(store.get().sortBy === key ? { sortDown: !store.get().sortDown } : { sortBy: key, sortDown: true }),
            },
            text,
          ),
        ),
      ),
    );
  }

  function fill() {
    const rowHeight = rowEms * parseFloat(getComputedStyle(document.documentElement).fontSize);
    const first = Math.max(0, Math.floor(scroller.scrollTop / rowHeight) - spareRows);
    const count = Math.ceil(scroller.clientHeight / rowHeight) + 2 * spareRows;
    const state = store.get();
    above.style.height = `${first * rowHeight}px`;
    below.style.height = `${Math.max(0, rows.length - first - count) * rowHeight}px`;
    body.replaceChildren(...rows.slice(first, first + count).map(row => rowElement(row, state)));
  }

  function rowElement(row, state) {
    const value = key => {
      if (key === 'name')
        return make(
          'td',
          { class: 'name' },
          make('button', { type: 'button', title: shownName(row.name), onclick: () => page.focusOn(row) }, shownName(row.name)),
        );
      if (key === 'pValue')
        return make('td', { class: `number${row.pValue <= significanceLevel ? ' significant' : ''}` }, formatProbability(row.pValue));
      if (key.endsWith('Delta'))
        return make(
          'td',
          { class: `number ${row[key] > 0 ? 'more' : row[key] < 0 ? 'less' : ''}` },
          deltaText(row[key], totals.diff.normalization, unitOf(state, page.profile)),
        );
      const text = totals.diff
        ? normalizedText((row[key] / totals.diff.targetAmount) * totals.diff.scale, totals.diff.normalization, unitOf(state, page.profile))
        : formatBare(row[key], unitOf(state, page.profile));
      return make(
        'td',
        { class: 'number', title: formatWhole(row[key]) },
        text,
        totals.diff ? null : make('small', {}, shareOf(row[key], totals.target)),
      );
    };
    const texts = columns().map(([key]) => (key === 'pValue' ? formatProbability(row.pValue) : String(row[key])));
    const isFocus = state.focus !== null && state.focus.label === row.label && state.focus.kind === row.kind;
    const openMenu = event => {
      event.preventDefault();
      const box = event.currentTarget.getBoundingClientRect();
      const isKey = event.button !== 2 && event.pointerType !== 'touch';
      openFunctionMenu(page, row, texts, isKey ? box.x + box.width / 2 : event.clientX, isKey ? box.bottom : event.clientY);
    };
    return make('tr', { class: isFocus ? 'focused' : null, oncontextmenu: openMenu }, ...columns().map(([key]) => value(key)));
  }

  scroller.addEventListener('scroll', fill, { passive: true });
  new ResizeObserver(() => {
    if (!element.hidden) fill();
  }).observe(scroller);
  return {
    element,
    render(state) {
      setShown(element, state.panel === 'functions');
      if (state.panel !== 'functions') return;
      const next = selectors.table(state);
      const picture = selectors.picture(state);
      const diff = next.baseline ? picture.diff : null;
      // The flame graph of a server may arrive after the table.
      totals = { target: diff ? diff.target.total : picture.total, diff };
      const tested = diff ? (selectors.changes?.(state) ?? null) : null;
      const isNew =
        source === null ||
        next.target !== source.target ||
        next.baseline !== source.baseline ||
        picture.diff !== source.diff ||
        tested !== source.tested;
      if (isNew) {
        source = { ...next, diff: picture.diff, tested };
        all = collect(state);
        scroller.scrollTop = 0;
      }
      const key = state.sortBy + state.sortDown;
      const wanted = state.search === '' ? null : selectors.matchOfLabels(state);
      const isFiltered = wanted !== isWanted;
      isWanted = wanted;
      if (isNew || isFiltered) rows = isWanted === null ? all.slice() : all.filter(row => isWanted(row.label));
      if (isFiltered) scroller.scrollTop = 0;
      if (isNew || isFiltered || order !== key) sort(state);
      order = key;
      const count = Math.max(next.count ?? 0, all.length);
      setText(note, count > rows.length ? `${formatWhole(rows.length)} of ${formatWhole(count)}` : formatWhole(count));
      fill();
      sandwich.render(state);
    },
  };
}
