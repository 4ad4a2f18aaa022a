import { formatBare, formatCount, formatDuration, formatPercent, formatRate, formatSeconds, formatValue, isScaled } from '../text/format.js';

// The texts about a frame, equal to those in the library's pictures.

export function unitOf(state, profile) {
  return profile.weightOf(state.weight).shownUnit;
}

export const shareOf = (value, total) => formatPercent(total === 0 ? 0 : value / total);

export function kindText(picture, node, profile) {
  if (node === 0) return '';
  return picture.shape.frames[node] < 0 ? 'group' : profile.kinds[picture.kinds[node]];
}

// Returns the lines about a node's values: total and self; those of both sides in a comparison.
export function valueLines(picture, node, state, profile) {
  const unit = unitOf(state, profile);
  if (!picture.diff) {
    const { totals, self } = picture.tree;
    return [`${formatValue(totals[node], unit)}, ${shareOf(totals[node], totals[0])}${selfText(self[node], totals[node], totals[0], unit)}`];
  }
  const { diff } = picture;
  const sides = ['Selection', { whole: 'All', rest: 'Rest', second: 'Second selection', profile: 'Other profile' }[state.compare]];
  const [target, baseline] = state.swapped ? sides.reverse() : sides;
  const side = (value, normalized) =>
    formatValue(value, unit) + (diff.normalization === 'none' ? '' : `, ${normalizedText(normalized * diff.scale, diff.normalization, unit)}`);
  const delta = value => deltaText(value, diff.normalization, unit);
  const lines = [
    `${target}: ${side(diff.targetTotals[node], diff.targetTotals[node] / diff.targetAmount)}`,
    `${baseline}: ${side(diff.baselineTotals[node], diff.baselineTotals[node] / diff.baselineAmount)}`,
    `Total ${delta(diff.totalDelta(node))}, self ${delta(diff.selfDelta(node))}${{ new: ', new', gone: ', gone' }[diff.presence(node)] ?? ''}`,
  ];
  if (picture.elided) lines.unshift(`${formatValue(diff.elidedTotals[node], unit)} gone`);
  return lines;
}

// Returns the lines about a frame of a flame chart: its duration, its start and its samples.
export function chartLines({ shape, starts, widths }, node) {
  const samples = formatCount(shape.counts[node], 'samples');
  return [`${formatDuration(widths[node])} from ${formatSeconds(Math.round(starts[node] / 1e3) * 1e3)} s, ${samples}`];
}

// Returns the confidence interval of a node's difference.
export function evidenceText({ diff }, node) {
  const interval = diff?.intervalOf?.(node) ?? null;
  if (interval === null || node === 0) return '';
  const text = `95% interval ${deltaText(interval.low, 'total')} to ${deltaText(interval.high, 'total')}`;
  return diff.isWithinChance(node) ? `${text}: within chance` : text;
}

function selfText(self, total, whole, unit) {
  if (self === total) return '; all self';
  return self > 0 ? `; self ${formatBare(self, unit)}, ${shareOf(self, whole)}` : '';
}

export function normalizedText(value, normalization, unit) {
  if (normalization === 'total') return formatPercent(value);
  if (normalization === 'none') return formatBare(value, unit);
  return `${isScaled(unit) && value >= 1 ? formatBare(Math.round(value), unit) : formatRate(value)}/s`;
}

export function deltaText(value, normalization, unit) {
  return (value === 0 ? '±' : value < 0 ? '−' : '+') + normalizedText(Math.abs(value), normalization, unit);
}

export const normalizationChoices = [
  ['total', 'By share of each side'],
  ['time', 'By rate per second'],
  ['cpuTime', 'By rate per CPU second'],
  ['none', 'As counted'],
];
