import { closeMenus } from './controls/menu.js';
import { zoomTo } from './state/state.js';

// Keyboard shortcuts, which are active except in text fields.

// The name of each group, its shortcuts, and whether a page has the part, where not every page has it.
const shortcuts = [
  [
    'Heat map',
    [
      ['Drag', 'select a time range, across columns'],
      ['Click', 'select a cell; on the line chart or the axis, a column'],
      ['Shift-click', 'extend the selection to a cell'],
      ['Ctrl-drag', 'select a second range to compare with'],
      ['← ↑ ↓ →', 'move the selection; with Shift, extend it'],
      [', .', 'move the selection by its own length'],
      ['P', 'play: move the selection on until the end'],
      ['Overview', 'below a map that is wider than the window: drag to show another part; ← → Page keys'],
      ['Home End', 'select the first or last cell'],
      ['Esc or W', 'select the whole profile'],
      ['+ −', 'shorter or longer columns; also Ctrl-wheel'],
      ['M', 'next moment; with Shift, the previous one'],
    ],
  ],
  [
    'Map of threads',
    [
      ['Y', 'subsecond heat map, map of threads, or both'],
      ['Drag', 'select a time range; with Shift or Ctrl as on the heat map'],
      ['Click', 'a name: show only its row; with Ctrl, add or remove it; with Shift, all up to it'],
      ['↑ ↓', 'move between rows'],
      ['Enter', 'show only the row; Space adds or removes it'],
      ['← →', 'move the selection; with Shift, its end'],
      ['Ctrl-wheel', 'magnify the time; also + −; Backspace shows all of it'],
    ],
    page => page.lanes !== null,
  ],
  [
    'Flame graph',
    [
      ['Click', 'zoom to a frame'],
      ['Right-click', 'menu: callers and callees, focus, hide, collapse, copy; also the menu key, or a long press'],
      ['Alt-click', 'open the function in the table'],
      ['Ctrl-C', 'copy the name of the frame'],
      ['Backspace', 'go back to the previous zoom'],
      ['Ctrl-wheel', 'magnify; a drag then moves; also + − and Shift-arrows'],
      ['← ↑ ↓ →', 'move between frames'],
      ['Enter', 'zoom to the frame'],
      ['Esc', 'reset the zoom'],
      ['I', 'switch between flames and icicles'],
      ['R', 'callers first (start at the leaf)'],
    ],
  ],
  [
    'Flame chart',
    [
      ['X', 'the stacks of a thread in time order, or the flame graph'],
      ['Double-click', 'a name on the map of threads: its chart'],
      ['Click', 'show the time of a frame; Backspace or Esc shows all of it'],
      ['Right-click', 'menu: select the time of the frame, and more'],
      ['Ctrl-wheel', 'magnify; a drag then moves; also + − and Shift-arrows'],
    ],
    page => page.chart !== null,
  ],
  [
    'General',
    [
      ['/ or Ctrl-F', 'search'],
      ['N or Enter', 'next match; with Shift, the previous one'],
      ['F', 'filter'],
      ['C', 'compare with all samples, the rest, or nothing'],
      ['T', 'show the table of functions'],
      ['S', 'save the flame graph'],
      ['L', 'copy a link to the view'],
      ['D', 'dark or light theme'],
      ['?', 'show this help'],
    ],
  ],
];

// Returns the groups of shortcuts, [name, shortcuts], of the parts that a page has.
export const shortcutsOf = page => shortcuts.filter(([, , isPart = () => true]) => isPart(page));

export function listenToKeys(page) {
  const { store } = page;
  const keys = {
    '/': () => page.search.focus(),
    '?': () => page.help.show(),
    '+': () => page.stepMap(-1),
    '=': () => page.stepMap(-1),
    '-': () => page.stepMap(1),
    w: () => page.selectAll(),
    y: () => page.laneControls?.step(),
    i: () => store.set({ icicle: !store.get().icicle }),
    r: () => page.toggleReversed(),
    t: () => page.togglePanel(),
    x: () => page.toggleChart?.(),
    f: () => page.filters.menu.open(),
    c: () => page.hasTimes && store.set({ compare: nextComparison(page) }),
    s: () => page.exportMenu.saveSvg(),
    l: () => page.exportMenu.copyLink(),
    n: event => page.stepMatch(event.shiftKey ? -1 : 1),
    d: () => page.theme.toggle(),
    ',': () => page.stepSelection(-1),
    '.': () => page.stepSelection(1),
    p: () => page.togglePlay(),
    m: event => page.stepMoment(event.shiftKey ? -1 : 1),
    Backspace: () => page.zoomBack(),
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
    action(event);
  });
}

function nextComparison({ store, profile }) {
  const order = ['off', 'whole', 'rest', ...(profile.other ? ['profile'] : [])];
  return order[(order.indexOf(store.get().compare) + 1) % order.length];
}

// Closes or resets one thing at a time: open menus, then the selection, the zoom, the function, and the search.
function cancel(page) {
  const { store } = page;
  const state = store.get();
  if (page.contextMenu.close() || closeMenus()) return;
  if (state.sandwich) {
    page.closeSandwich();
    return;
  }
  if (page.chart?.isShown()) {
    if (!page.chart.view.resetMagnification()) store.set({ chart: null });
    return;
  }
  if (state.range !== null || state.second !== null || state.other !== null) page.selectAll();
  else if (page.flame.resetMagnification()) return;
  else if (state.zoom.length > 0) store.set(zoomTo(state, []));
  else if (state.focus !== null) store.set({ focus: null });
  else if (state.search !== '') store.set({ search: '' });
}
