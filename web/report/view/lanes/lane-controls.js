import { make, makeSegments, makeSelect, setShown } from '../controls/dom.js';
import { laneCounts } from '../state/state.js';

// The choice of the maps, and the controls of the map of threads.

export const laneChoices = [
  ['tid', 'Threads'],
  ['comm', 'Thread names'],
  ['pool', 'Pools (worker-*)'],
  ['pid', 'Processes'],
  ['cpu', 'CPUs'],
];

const mapChoices = [
  ['subsecond', 'Subsecond', 'Subsecond heat map (Y)'],
  ['threads', 'Threads', 'Map of threads (Y)'],
  ['both', 'Both', 'Both maps (Y)'],
];

export function createLaneControls(page) {
  const { store } = page;
  const maps = makeSegments('Maps', mapChoices, value => store.set({ maps: value }));
  const by = makeSelect('Rows of the map of threads', laneChoices, value => store.set({ lanesBy: value }), { id: 'lanes-by' });
  const count = makeSelect(
    'Number of rows',
    laneCounts.map(value => [value, `top ${value}`]),
    value => store.set({ laneCount: Number(value) }),
    { id: 'lane-count' },
  );
  const whole = make(
    'button',
    { type: 'button', class: 'link', id: 'whole-time', title: 'Show all of the time (Backspace)', onclick: () => store.set({ shownTime: null }) },
    'All of the time',
  );
  const element = make('div', { class: 'controls lane-controls' }, whole, by, count);
  maps.element.id = 'maps';
  return {
    element,
    maps: maps.element,
    step() {
      const order = mapChoices.map(([value]) => value);
      store.set({ maps: order[(order.indexOf(store.get().maps) + 1) % order.length] });
    },
    render(state) {
      maps.show(state.maps);
      setShown(element, state.maps !== 'subsecond');
      setShown(whole, state.shownTime !== null);
      by.value = state.lanesBy;
      count.value = state.laneCount;
    },
  };
}
