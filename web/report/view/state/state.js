// The state of the page. The state and the profile determine everything shown. The hash of the URL contains the differences from the initial state.

export const initialState = {
  // Heat map: the length of a column in nanoseconds (null for the shortest that fits), rows per column, colors, and color scale.
  columnLength: null,
  rows: 50,
  colors: 'flamescope',
  scale: 'linear',
  // The time zone of the time of day, where there is a choice: UTC, or that of the reader.
  clock: 'utc',
  // The maps: subsecond, threads or both; the rows of the map of threads, how many of them, and the part of the time that it shows, {from, to}.
  maps: 'subsecond',
  lanesBy: 'tid',
  laneCount: 20,
  shownTime: null,
  // Selected time ranges, {from, to} in nanoseconds after the origin, half-open. null is the whole profile, or none for the second.
  range: null,
  second: null,
  // The selected time range of the profile that this one is compared with, if there is one.
  other: null,
  // Filters, and the value of a sample.
  event: null,
  comm: null,
  pid: null,
  tid: null,
  cpu: null,
  // The picked threads, thread names, pools, processes or CPUs, {by, keys}; null for all.
  picked: null,
  label: null,
  match: '',
  exclude: '',
  idle: false,
  weight: 'samples',
  // Flame graph: grouping, direction and colors; the path of the zoomed frame, and the previous zooms.
  grouping: 'comm',
  reversed: false,
  icicle: false,
  palette: 'kind',
  zoom: [],
  zoomHistory: [],
  // How stacks are shown otherwise, in order: {type, label, kind} or {type, module}, see transformProfile.
  transforms: [],
  search: '',
  matchCase: false,
  // Comparison: off, whole, rest, second or profile.
  compare: 'off',
  normalization: 'total',
  swapped: false,
  elided: false,
  // Side panel: none or functions; its sort order, and the function whose callers and callees are shown, {label, kind}.
  panel: 'none',
  sortBy: 'self',
  sortDown: true,
  focus: null,
  sandwich: false,
  // The thread whose flame chart is shown, a key of the rows by thread; null for none.
  chart: null,
  // The list next to the heat map, moments or threads; whether the moments are marked on the map.
  list: 'threads',
  marks: true,
};

export const filterKeys = ['event', 'comm', 'pid', 'tid', 'cpu', 'picked', 'label', 'match', 'exclude', 'idle'];

export const columnLevels = [0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600].map(seconds => Math.round(seconds * 1e9));

export const laneCounts = [10, 20, 50, 100, 200, 500];

export const rowChoices = [10, 20, 25, 49, 50, 60, 99, 100];

// Returns the initial state of a report, from the options it was written with.
export function startOf(profile) {
  const { view } = profile;
  return {
    ...initialState,
    rows: view.rows,
    colors: view.palette,
    weight: view.weight,
    event: view.event,
    grouping: view.grouping,
    reversed: view.reversed,
    idle: view.idle === 'include',
    range: view.selection,
    list: profile.moments?.length > 0 ? 'moments' : 'threads',
    compare: profile.other ? 'profile' : 'off',
  };
}

// More cells are too small to see and slow in every browser.
const maximumShownCells = 4e6;

export function isLevelPossible(profile, columnLength, rows) {
  return Math.ceil(Math.max(1, profile.span - profile.start) / columnLength) * rows <= maximumShownCells;
}

// Zooms to a path and adds the previous zoom to the history. Zooming to the current path does nothing.
export function zoomTo(state, path) {
  return samePath(state.zoom, path) ? {} : { zoom: path, zoomHistory: [...state.zoomHistory.slice(-49), state.zoom] };
}

export function zoomBack(state) {
  const before = state.zoomHistory;
  return before.length > 0 ? { zoom: before[before.length - 1], zoomHistory: before.slice(0, -1) } : { zoom: [] };
}

function samePath(a, b) {
  return a.length === b.length && a.every((frame, i) => frame.name === b[i].name && frame.kind === b[i].kind);
}
