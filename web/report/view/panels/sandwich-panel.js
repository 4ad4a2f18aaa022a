import { icon } from '../controls/icons.js';
import { make, setShown, setText } from '../controls/dom.js';
import { shareOf, unitOf } from '../flame-graph/flame-text.js';
import { formatBare, formatValue, formatWhole } from '../text/format.js';
import { shownName } from '../text/names.js';

// The sandwich view: the callers and callees of one function in the selection. A click on one of them shows its own.

const maximumSandwichRows = 100;

export function createSandwichPanel(page) {
  const title = make('h3', {});
  const numbers = make('div', { class: 'muted' });
  const close = make(
    'button',
    { type: 'button', class: 'quiet', 'aria-label': 'Close callers and callees', onclick: () => page.store.set({ focus: null }) },
    icon('close'),
  );
  const callers = make('div', { class: 'sandwich-list' });
  const callees = make('div', { class: 'sandwich-list' });
  const element = make(
    'section',
    { class: 'sandwich', id: 'sandwich', 'aria-label': 'Callers and callees', hidden: true },
    make('div', { class: 'panel-head' }, title, close),
    numbers,
    make(
      'div',
      { class: 'sandwich-lists' },
      make('div', { id: 'callers' }, make('h4', {}, 'Callers'), callers),
      make('div', { id: 'callees' }, make('h4', {}, 'Callees'), callees),
    ),
  );
  let shown = null;

  function list(into, rows, total, unit) {
    into.replaceChildren(
      ...rows
        .slice(0, maximumSandwichRows)
        .map(row =>
          make(
            'button',
            { type: 'button', class: 'sandwich-row', title: shownName(row.name), onclick: () => page.focusOn(row) },
            make('span', { class: 'number' }, formatBare(row.total, unit)),
            make('small', {}, shareOf(row.total, total)),
            make('span', { class: 'name' }, shownName(row.name)),
          ),
        ),
    );
    if (rows.length === 0) into.append(make('div', { class: 'muted' }, 'none'));
    if (rows.length > maximumSandwichRows) into.append(make('div', { class: 'muted' }, `and ${formatWhole(rows.length - maximumSandwichRows)} more`));
  }

  return {
    element,
    render(state) {
      setShown(element, state.focus !== null);
      const found = page.selectors.callersAndCallees(state);
      if (found === null || found === shown) return;
      shown = found;
      const unit = unitOf(state, page.profile);
      const name = shownName(page.profile.labelNames.at(state.focus.label));
      setText(title, name);
      title.title = name;
      setText(numbers, `${formatValue(found.total, unit)}, self ${formatBare(found.self, unit)}`);
      list(callers, found.callers, found.total, unit);
      list(callees, found.callees, found.total, unit);
    },
  };
}
