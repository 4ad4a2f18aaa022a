// What the page remembers. Everything seen follows from this and the profile; the URL's hash holds what differs from it.

export const initialState = {
  // Heat map: nanoseconds a column (null: the least that fits), cells a column, colours, and how values become colours.
  columnLength: null,
  rows: 50,
  colors: 'flamescope',
  scale: 'linear',
  // Times picked, {from, to} in nanoseconds after the origin, half-open; null is the whole profile, or none for the second.
  range: null,
  second: null,
  // Which samples, and what one counts.
  event: null,
  comm: null,
  pid: null,
  tid: null,
  cpu: null,
  match: '',
  exclude: '',
  idle: false,
  weight: 'samples',
  // Flame graph: how it is made and drawn, the frames zoomed into from the root on, and the ways back.
  grouping: 'comm',
  reversed: false,
  icicle: false,
  palette: 'kind',
  zoom: [],
  zoomedBefore: [],
  search: '',
  matchCase: false,
  // Comparison: off, whole, rest or second.
  compare: 'off',
  normalization: 'total',
  swapped: false,
  elided: false,
  // Side panel: none or functions; how it is sorted, and the function whose callers are shown, {label, kind}.
  panel: 'none',
  sortBy: 'self',
  sortDown: true,
  focus: null,
};

export const filterKeys = ['event', 'comm', 'pid', 'tid', 'cpu', 'match', 'exclude', 'idle'];

export const columnLevels = [0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600].map(seconds => Math.round(seconds * 1e9));

export const rowChoices = [10, 20, 25, 49, 50, 99, 100];

// What the report was made with is its start; the address says what differs from it.
export function startOf(profile) {
  const { view } = profile;
  return {
    ...initialState,
    rows: view.rows,
    colors: view.palette,
    weight: view.weight,
    grouping: view.grouping,
    reversed: view.reversed,
    idle: view.idle === 'include',
    range: view.selection,
  };
}

// More cells than this make nobody wiser and every browser slow.
const mostCells = 4e6;

export function isLevelPossible(profile, columnLength, rows) {
  return Math.ceil(Math.max(1, profile.span - profile.start) / columnLength) * rows <= mostCells;
}

// Zooming in remembers where one was; the same frames again are no step.
export function zoomTo(state, path) {
  return samePath(state.zoom, path) ? {} : { zoom: path, zoomedBefore: [...state.zoomedBefore.slice(-49), state.zoom] };
}

export function zoomBack(state) {
  const before = state.zoomedBefore;
  return before.length > 0 ? { zoom: before[before.length - 1], zoomedBefore: before.slice(0, -1) } : { zoom: [] };
}

function samePath(a, b) {
  return a.length === b.length && a.every((frame, i) => frame.name === b[i].name && frame.kind === b[i].kind);
}
