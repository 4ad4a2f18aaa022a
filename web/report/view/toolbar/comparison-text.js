import { normalizationChoices, unitOf } from '../flame-graph/flame-text.js';
import { formatSeconds, formatValue } from '../text/format.js';
import { fitName, shownName, shownThreadName } from '../text/names.js';

// Describes the view in words, for the line above a comparison and for the subtitle of an exported picture.

export function comparisonText(page, state) {
  const { selectors, profile } = page;
  const unit = unitOf(state, profile);
  const amount = selection => formatValue(selectors.total(selection, state), unit);
  const selection = `the selection (${amount(selectors.selected(state))})`;
  const name = { whole: 'all samples', rest: 'the rest', second: 'the second selection', profile: otherText(page, state) }[state.compare];
  const other = `${name} (${amount(selectors.baseline(state))})`;
  const [target, baseline] = state.swapped ? [other, selection] : [selection, other];
  const measure = normalizationChoices.find(([value]) => value === state.normalization)[1].replace(/^[AB]/, first => first.toLowerCase());
  const error = selectors.picture(state).diff?.error;
  if (error) return `${error} The sides are compared as counted.`;
  return `${target[0].toUpperCase()}${target.slice(1)} compared with ${baseline}, ${measure}${state.elided ? '; widths are values of the baseline only' : ''}`;
}

function otherText({ profile }, { other }) {
  if (!profile.other) return '';
  return other ? `${formatSeconds(other.from)} – ${formatSeconds(other.to)} s of ${shownName(profile.other.title)}` : shownName(profile.other.title);
}

const pickedNames = {
  tid: ['thread', 'threads'],
  comm: ['thread name', 'thread names'],
  pool: ['pool', 'pools'],
  pid: ['process', 'processes'],
  cpu: ['', 'CPUs'],
};
const maximumPickedNames = 3;

// The picked rows: the names of the first ones, and the number of the others.
export function pickedText({ selectors }, state, cells = 60) {
  const { by, keys } = state.picked;
  const choices = new Map(selectors.rowChoices(state, by).map(({ key, title }) => [key, title]));
  const names = keys.slice(0, maximumPickedNames).map(key => shownThreadName(choices.get(key) ?? key));
  const more = keys.length > names.length ? ` and ${keys.length - names.length} more` : '';
  return `${pickedNames[by][keys.length === 1 ? 0 : 1]} ${fitName(names.join(', '), cells)}${more}`.trim();
}

export function viewText(page, state) {
  const { selectors, profile } = page;
  const parts = [];
  parts.push(state.range ? `${formatSeconds(state.range.from)} – ${formatSeconds(state.range.to)} s` : 'Whole profile');
  parts.push(formatValue(selectors.total(selectors.selected(state), state), unitOf(state, profile)));
  if (profile.host) parts.push(profile.host);
  for (const [key, name] of [
    ['event', 'event'],
    ['comm', 'thread name'],
    ['pid', 'process'],
    ['tid', 'thread'],
    ['cpu', 'CPU'],
    ['label', 'label'],
    ['match', 'with'],
    ['exclude', 'without'],
  ]) {
    if (state[key] !== null && state[key] !== '') parts.push(`${name} ${state[key]}`);
  }
  if (state.picked) parts.push(pickedText(page, state));
  if (state.reversed) parts.push('callers first');
  return parts.join(', ');
}
