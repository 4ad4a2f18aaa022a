import { formatValue, formatPercent, formatRate, formatWhole } from './format.js';

// What is said of a frame, as the library's pictures say it.

export function unitOf(state, profile) {
  return state.weight === 'samples' ? 'samples' : profile.weightUnit || 'events';
}

export const shareOf = (value, total) => formatPercent(total === 0 ? 0 : value / total);

export function kindText(picture, node, profile) {
  if (node === 0) return '';
  return picture.shape.frames[node] < 0 ? 'group' : profile.kinds[picture.kinds[node]];
}

export function moduleText(picture, node, profile) {
  const frame = picture.shape.frames[node];
  return frame >= 0 ? profile.moduleNames.at(profile.frameModules[frame]) : '';
}

// Lines about a node's value: total, self; of both sides in a comparison.
export function valueLines(picture, node, state, profile) {
  const unit = unitOf(state, profile);
  if (!picture.diff) {
    const { totals, self } = picture.tree,
      total = totals[node];
    return [
      `${formatValue(total, unit)}, ${shareOf(total, totals[0])}${self[node] === total ? '; all of it self' : self[node] > 0 ? `; self ${formatWhole(self[node])}, ${shareOf(self[node], totals[0])}` : ''}`,
    ];
  }
  const { diff } = picture;
  const side = (value, normalized) =>
    formatValue(value, unit) + (diff.normalization === 'none' ? '' : ', ' + normalizedText(normalized * diff.scale, diff.normalization));
  const lines = [
    `${state.swapped ? 'Baseline' : 'Selection'}: ${side(diff.targetTotals[node], diff.targetTotals[node] / diff.targetAmount)}`,
    `${state.swapped ? 'Selection' : 'Baseline'}: ${side(diff.baselineTotals[node], diff.baselineTotals[node] / diff.baselineAmount)}`,
    `Total ${deltaText(diff.totalDelta(node), diff.normalization)}, self ${deltaText(diff.selfDelta(node), diff.normalization)}${{ new: ', new', gone: ', gone' }[diff.presence(node)] ?? ''}`,
  ];
  if (picture.elided) lines.unshift(`${formatValue(diff.elidedTotals[node], unit)} gone`);
  return lines;
}

export function normalizedText(value, normalization) {
  if (normalization === 'total') return formatPercent(value);
  return normalization === 'none' ? formatWhole(value) : formatRate(value) + '/s';
}

export function deltaText(value, normalization) {
  return (value === 0 ? '±' : value < 0 ? '−' : '+') + normalizedText(Math.abs(value), normalization);
}

export const normalizationChoices = [
  ['total', 'By share of each side'],
  ['time', 'By rate a second'],
  ['cpuTime', 'By rate a CPU second'],
  ['none', 'As counted'],
];
