import { closeMenus } from './controls/menu.js';
import { zoomBack, zoomTo } from './state/state.js';

// Keys that work everywhere but where one types.

export const shortcuts = [
  [
    'Heat map',
    [
      ['Drag', 'pick a time, from column to column'],
      ['Click', 'pick a cell'],
      ['Shift-click', 'extend to a cell'],
      ['Ctrl-drag', 'pick a second time to compare with'],
      ['← ↑ ↓ →', 'move what is picked; with Shift extend it'],
      ['Home End', 'to the first or last cell'],
      ['Esc or W', 'the whole profile'],
      ['+ −', 'shorter or longer columns, as Ctrl-wheel'],
    ],
  ],
  [
    'Flame graph',
    [
      ['Click', 'zoom to a frame'],
      ['Alt-click', 'its callers and callees'],
      ['Backspace', 'back to where one was'],
      ['← ↑ ↓ →', 'walk over frames'],
      ['Enter', 'zoom to the frame'],
      ['Esc', 'the whole again'],
      ['I', 'flames or icicles'],
      ['R', 'callers first: from the leaf'],
    ],
  ],
  [
    'Everything',
    [
      ['/ or Ctrl-F', 'search'],
      ['F', 'filter'],
      ['C', 'compare with the whole, the rest, or nothing'],
      ['T', 'table of functions'],
      ['S', 'save the flame graph'],
      ['L', 'copy a link to this view'],
      ['D', 'dark or light'],
      ['?', 'this help'],
    ],
  ],
];

export function listenToKeys(page) {
  const { store } = page;
  const keys = {
    '/': () => page.search.focus(),
    '?': () => page.help.show(),
    '+': () => page.heatControls?.step(-1),
    '=': () => page.heatControls?.step(-1),
    '-': () => page.heatControls?.step(1),
    w: () => page.selectWhole(),
    i: () => store.set({ icicle: !store.get().icicle }),
    r: () => page.toggleReversed(),
    t: () => page.togglePanel(),
    f: () => page.filters.menu.open(),
    c: () => store.set({ compare: { off: 'whole', whole: 'rest' }[store.get().compare] ?? 'off' }),
    s: () => page.takeAway.saveSvg(),
    l: () => page.takeAway.copyLink(),
    d: () => page.theme.toggle(),
    Backspace: () => store.set(zoomBack(store.get())),
    Escape: () => cancel(page),
  };
  document.addEventListener('keydown', event => {
    if (((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'f') || event.key === 'F3') {
      event.preventDefault();
      page.search.focus();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || page.help.isOpen()) return;
    const isTyping = event.target.matches?.('input:not([type=checkbox]), textarea, select');
    if (isTyping && event.key !== 'Escape') return;
    const action = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
}

// One thing at a time: what is open, then what is picked, then the search.
function cancel(page) {
  const { store } = page;
  const state = store.get();
  if (closeMenus()) return;
  if (state.range !== null || state.second !== null) page.selectWhole();
  else if (state.zoom.length > 0) store.set(zoomTo(state, []));
  else if (state.search !== '') store.set({ search: '' });
}
