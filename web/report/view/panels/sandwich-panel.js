import { icon } from '../controls/icons.js';
import { make, setShown, setText } from '../controls/dom.js';
import { shareOf, unitOf } from '../flame-graph/flame-text.js';
import { formatBare, formatValue, formatWhole } from '../text/format.js';
import { shownName } from '../text/names.js';

// One function's callers and callees in the selection. Each leads on to its own.

const mostAround = 100;

export function createAroundPanel(page) {
  const title = make('h3', {});
  const numbers = make('div', { class: 'muted' });
  const close = make(
    'button',
    { type: 'button', class: 'quiet', 'aria-label': 'Close callers and callees', onclick: () => page.store.set({ focus: null }) },
    icon('close'),
  );
  const callers = make('div', { class: 'around-list' });
  const callees = make('div', { class: 'around-list' });
  const element = make(
    'section',
    { class: 'around', id: 'around', 'aria-label': 'Callers and callees', hidden: true },
    make('div', { class: 'panel-head' }, title, close),
    numbers,
    make(
      'div',
      { class: 'around-lists' },
      make('div', { id: 'callers' }, make('h4', {}, 'Callers'), callers),
      make('div', { id: 'callees' }, make('h4', {}, 'Callees'), callees),
    ),
  );
  let shown = null;

  function list(into, rows, total, unit) {
    into.replaceChildren(
      ...rows
        .slice(0, mostAround)
        .map(row =>
          make(
            'button',
            { type: 'button', class: 'around-row', title: shownName(row.name), onclick: () => page.focusOn(row) },
            make('span', { class: 'number' }, formatBare(row.total, unit)),
            make('small', {}, shareOf(row.total, total)),
            make('span', { class: 'name' }, shownName(row.name)),
          ),
        ),
    );
    if (rows.length === 0) into.append(make('div', { class: 'muted' }, 'none'));
    if (rows.length > mostAround) into.append(make('div', { class: 'muted' }, `and ${formatWhole(rows.length - mostAround)} more`));
  }

  return {
    element,
    render(state) {
      setShown(element, state.focus !== null);
      const found = page.derived.around(state);
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
