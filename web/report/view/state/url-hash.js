import { idOf } from '../../engine/data/columns.js';
import { rowKinds } from '../../engine/samples/rows.js';
import { laneCounts } from './state.js';

// Converts the state to and from the URL's hash. Only differences from the initial state are included, so that links are short. Hashes are
// untrusted input and are validated.

const choicesOf = {
  colors: ['flamescope', 'enhanced', 'viridis'],
  scale: ['linear', 'log', 'quantile'],
  normalization: ['total', 'time', 'cpuTime', 'none'],
  clock: ['utc', 'local'],
  list: ['moments', 'threads'],
  maps: ['subsecond', 'threads', 'both'],
  lanesBy: rowKinds,
  panel: ['none', 'functions'],
  palette: ['kind', 'colorblind', 'hash', 'hot'],
  sortBy: ['self', 'total', 'name', 'selfDelta', 'totalDelta', 'pValue'],
};
const switches = ['idle', 'reversed', 'icicle', 'matchCase', 'swapped', 'elided', 'sortDown', 'marks', 'sandwich'];
const texts = ['event', 'comm', 'chart', 'label', 'match', 'exclude', 'search'];
const nullable = ['event', 'comm', 'chart', 'label'];
const numbers = ['pid', 'tid', 'cpu'];
// Choices that depend on the profile.
const choicesOfProfile = {
  compare: ({ other }) => ['off', 'whole', 'rest', 'second', ...(other ? ['profile'] : [])],
  weight: ({ weights }) => weights.map(({ name }) => name),
  grouping: ({ labelKeys, pickedOfLink }) => [
    'comm',
    'pid',
    'tid',
    'none',
    ...(pickedOfLink ? ['pool'] : []),
    ...labelKeys.map(key => `label:${key}`),
  ],
};
const shortNames = { search: 'q', range: 't', second: 'b', other: 'o', zoom: 'z', focus: 'f', transforms: 'x', shownTime: 'w', picked: 'p' };

export function hashOfState(state, zoomNode, start, profile) {
  const parameters = new URLSearchParams();
  const put = (key, value) => parameters.set(shortNames[key] ?? key, value);
  if (!sameTimes(state.range, start.range)) put('range', state.range ? timesText(state.range) : '');
  for (const key of ['second', 'other', 'shownTime']) if (state[key]) put(key, timesText(state[key]));
  if (state.columnLength !== null) put('columnLength', exactSeconds(state.columnLength));
  for (const key of ['rows', 'laneCount']) if (state[key] !== start[key]) put(key, state[key]);
  for (const key of [...Object.keys(choicesOf), ...Object.keys(choicesOfProfile), ...texts, ...numbers])
    if (state[key] !== start[key]) put(key, state[key] ?? '');
  for (const key of switches) if (state[key] !== start[key]) put(key, state[key] ? 1 : 0);
  if (state.transforms.length > 0) put('transforms', state.transforms.map(transform => transformLink(transform, profile)).join('_'));
  if (state.picked) put('picked', profile.linkOfPicked(state.picked));
  if (state.focus) put('focus', profile.linkOfFunction(state.focus));
  if (zoomNode > 0) put('zoom', zoomNode);
  const text = parameters.toString();
  return text === '' ? '' : `#${text}`;
}

// Returns {state, zoomNode}: the initial state with the values of a hash.
export function stateOfHash(hash, profile, start) {
  const parameters = new URLSearchParams(hash.replace(/^#/, ''));
  const state = { ...start };
  const get = key => parameters.get(shortNames[key] ?? key);
  for (const key of ['range', 'second', 'shownTime']) if (get(key) !== null) state[key] = timesOf(get(key), profile);
  const length = nanosecondsOf(get('columnLength'));
  if (length >= 1e6 && Math.ceil(Math.max(profile.span, profile.other?.span ?? 0) / length) <= 100000) state.columnLength = length;
  if (/^\d{2,3}$/.test(get('rows') ?? '') && get('rows') >= 10 && get('rows') <= 100) state.rows = Number(get('rows'));
  if (laneCounts.includes(Number(get('laneCount')))) state.laneCount = Number(get('laneCount'));
  if (get('picked') !== null) state.picked = profile.pickedOfLink?.(get('picked')) ?? null;
  for (const [key, choices] of Object.entries(choicesOf)) if (choices.includes(get(key))) state[key] = get(key);
  for (const [key, choices] of Object.entries(choicesOfProfile)) if (choices(profile).includes(get(key))) state[key] = get(key);
  for (const key of texts) if (get(key) !== null) state[key] = get(key) === '' && nullable.includes(key) ? null : get(key);
  for (const key of numbers) if (/^-?\d+$/.test(get(key) ?? '')) state[key] = idOf(get(key));
  for (const key of switches) if (get(key) !== null) state[key] = get(key) === '1';
  if (profile.other && get('other') !== null) state.other = timesOf(get('other'), profile.other);
  if (get('focus') !== null) state.focus = profile.functionOfLink(get('focus'));
  if (get('transforms')) state.transforms = transformsOf(get('transforms'), profile);
  return { state, zoomNode: /^\d+$/.test(get('zoom') ?? '') ? Number(get('zoom')) : 0 };
}

// Transforms are separated by underscores, which names may contain.
function transformLink(transform, profile) {
  const { type, module } = transform;
  const object = type === 'module' ? profile.linkOfModule(module) : profile.linkOfFunction(transform);
  return `${type}.${object.replace(/%/g, '%25').replace(/_/g, '%5F')}`;
}

function transformsOf(text, profile) {
  const list = (text ?? '').split('_').map(part => {
    const [, type, escaped] = /^(focus|callers|hide|module)\.([\s\S]+)$/.exec(part) ?? [];
    if (!type) return null;
    const object = escaped.replace(/%5F/g, '_').replace(/%25/g, '%');
    if (type !== 'module') {
      const fn = profile.functionOfLink(object);
      return fn === null ? null : { type, ...fn };
    }
    const module = profile.moduleOfLink(object);
    return module === null ? null : { type, module };
  });
  return list.includes(null) ? [] : list;
}

function sameTimes(a, b) {
  return a === b || (a !== null && b !== null && a.from === b.from && a.to === b.to);
}

function timesText(range) {
  return `${exactSeconds(range.from)}-${exactSeconds(range.to)}`;
}

// Returns a time in seconds with all its digits.
export function exactSeconds(time) {
  return (
    Math.floor(time / 1e9) +
    (time % 1e9 === 0
      ? ''
      : '.' +
        String(time % 1e9)
          .padStart(9, '0')
          .replace(/0+$/, ''))
  );
}

function timesOf(text, profile) {
  const ends = (text ?? '').split('-').map(nanosecondsOf);
  if (!(ends.length === 2 && ends[0] >= 0 && ends[1] > ends[0] && ends[0] < profile.span)) return null;
  // The part of a range that is after the recording's last second has no samples and would dilute rates.
  const end = Math.ceil(profile.span / 1e9) * 1e9;
  return { from: ends[0], to: Math.min(ends[1], end) };
}

// Parses digits instead of a floating-point number, so that nanoseconds are exact.
function nanosecondsOf(text) {
  const parts = /^(\d{1,7})(?:\.(\d{1,9}))?$/.exec(text ?? '');
  return parts ? Number(parts[1]) * 1e9 + Number((parts[2] ?? '').padEnd(9, '0')) : NaN;
}
