import { normalizationChoices, unitOf } from '../flame-graph/flame-text.js';
import { formatSeconds, formatValue } from '../text/format.js';

// The view in words: for the line above a comparison, and under a saved picture's title.

export function comparisonText(page, state) {
  const { derived, profile } = page;
  const unit = unitOf(state, profile);
  const amount = selection => formatValue(derived.total(selection, state), unit);
  const selection = `the selection (${amount(derived.picked(state))})`;
  const other = `${{ whole: 'the whole', rest: 'the rest', second: 'the second selection' }[state.compare]} (${amount(derived.others(state))})`;
  const [target, baseline] = state.swapped ? [other, selection] : [selection, other];
  const measure = normalizationChoices.find(([value]) => value === state.normalization)[1].replace(/^[AB]/, first => first.toLowerCase());
  const { error } = derived.picture(state).diff;
  if (error) return `${error} Compared as counted.`;
  return `${target[0].toUpperCase()}${target.slice(1)} against ${baseline}, compared ${measure}${state.elided ? '; widths are what only the baseline has' : ''}`;
}

export function viewText(page, state) {
  const { derived, profile } = page;
  const parts = [];
  parts.push(state.range ? `${formatSeconds(state.range.from)} – ${formatSeconds(state.range.to)} s` : 'Whole profile');
  parts.push(formatValue(derived.total(derived.picked(state), state), unitOf(state, profile)));
  if (profile.host) parts.push(profile.host);
  for (const [key, name] of [
    ['event', 'event'],
    ['comm', 'thread name'],
    ['pid', 'process'],
    ['tid', 'thread'],
    ['cpu', 'processor'],
    ['match', 'with'],
    ['exclude', 'without'],
  ]) {
    if (state[key] !== null && state[key] !== '') parts.push(`${name} ${state[key]}`);
  }
  if (state.reversed) parts.push('callers first');
  return parts.join(', ');
}
