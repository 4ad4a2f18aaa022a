import { make, setShown } from '../controls/dom.js';
import { formatPercent } from '../text/format.js';
import { shownName } from '../text/names.js';

// The thread names with the most samples of the selection. A click filters by one.

const maximumBusiest = 5;

export function busiestComms(selection, weight) {
  const { profile, mask, start, end } = selection;
  const { threads, threadComms, comms } = profile;
  const each = profile.valuesOf(weight);
  const values = new Float64Array(comms.length);
  for (let i = start; i < end; i++) if (mask[i]) values[threadComms[threads[i]]] += each ? each[i] : 1;
  const order = Array.from(values.keys())
    .filter(comm => values[comm] > 0)
    .sort((a, b) => values[b] - values[a]);
  const total = values.reduce((sum, value) => sum + value, 0);
  return order.slice(0, maximumBusiest).map(comm => ({ comm: comms[comm], share: values[comm] / total }));
}

export function createBusiest(page) {
  const list = make('div', { class: 'busiest-list' });
  const element = make('section', { class: 'busiest', 'aria-label': 'Busiest thread names' }, list);
  let shown = null;
  return {
    element,
    render(state) {
      const found = page.selectors.busiest(page.selectors.selected(state), state);
      setShown(element, state.second === null && found.length > 0);
      if (found === shown) return;
      shown = found;
      list.replaceChildren(
        ...found.map(({ comm, share }) => {
          const bar = make('i', {});
          bar.style.width = `${100 * share}%`;
          return make(
            'button',
            { type: 'button', class: 'busiest-row', title: `Show only ${shownName(comm)}`, onclick: () => page.store.set({ comm }) },
            make('span', { class: 'name' }, shownName(comm) || '(no name)'),
            make('span', { class: 'muted' }, formatPercent(share)),
            bar,
          );
        }),
      );
    },
  };
}
