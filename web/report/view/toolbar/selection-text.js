import { unitOf, shareOf } from '../flame-graph/flame-text.js';
import { formatBare, formatSeconds } from '../text/format.js';
import { shownName } from '../text/names.js';
import { viewText } from './comparison-text.js';

// The selection as text, for a message or a ticket: what is selected, and the functions with the highest self values.

const maximumFunctions = 10;

export function selectionText(page, state) {
  const { selectors, profile } = page;
  const unit = unitOf(state, profile);
  const { target } = selectors.table(state);
  const total = selectors.total(selectors.selected(state), state);
  const cpus = state.range === null || !page.hasTimes ? null : selectors.averageCpuUsage(state, state.range);
  const lines = [
    shownName(profile.title),
    viewText(page, state),
    ...(cpus === null || cpus === undefined ? [] : [`${cpus.toFixed(2)} busy CPUs`]),
    ...(selectors.isCompared(state) ? [page.comparisonText(state)] : []),
    '',
    ...target
      .slice()
      .sort((a, b) => b.self - a.self)
      .slice(0, maximumFunctions)
      .filter(row => row.self > 0)
      .map(row => `${shareOf(row.self, total).padStart(6)} ${formatBare(row.self, unit).padStart(9)}  ${shownName(row.name)}`),
  ];
  if (state.range) lines.push('', `--from ${formatSeconds(state.range.from)} --to ${formatSeconds(state.range.to)}`);
  return `${lines.join('\n')}\n`;
}
