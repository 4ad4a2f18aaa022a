import { make, setShown } from '../controls/dom.js';
import { formatPercent } from '../text/format.js';
import { shownThreadName } from '../text/names.js';

// The thread names with the most samples of the selection. A click filters by one.

export function createBusiest(page) {
  const list = make('div', { class: 'busiest-list' });
  const element = make('section', { class: 'busiest', 'aria-label': 'Busiest thread names' }, list);
  let shown = null;
  return {
    element,
    render(state, isWanted) {
      const found = page.selectors.busiest(page.selectors.selected(state), state);
      setShown(element, isWanted && state.second === null && state.compare !== 'profile' && found.length > 0);
      if (found === shown) return;
      shown = found;
      list.replaceChildren(
        ...found.map(({ comm, share }) => {
          const bar = make('i', {});
          bar.style.width = `${100 * share}%`;
          return make(
            'button',
            { type: 'button', class: 'busiest-row', title: `Show only ${shownThreadName(comm)}`, onclick: () => page.store.set({ comm }) },
            make('span', { class: 'name' }, shownThreadName(comm)),
            make('span', { class: 'muted' }, formatPercent(share)),
            bar,
          );
        }),
      );
    },
  };
}
