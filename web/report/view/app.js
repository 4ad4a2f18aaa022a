import { loadProfile } from '../engine/data/profile.js';
import { selectSamples, within, rest, totalOf, matchLabels } from '../engine/samples/selection.js';
import { heatMap, cellRange, rangeOfCells, cellAt, busiestComm } from '../engine/samples/heat-map.js';
import { cpuUsageOverTime, averageCpuUsage } from '../engine/samples/cpu-usage.js';
import { countLanes, topLanes } from '../engine/samples/lanes.js';
import { choicesOfRows, rowsOf } from '../engine/samples/rows.js';
import { buildTree } from '../engine/trees/tree.js';
import { flameChart } from '../engine/trees/chart.js';
import { diffTrees } from '../engine/trees/diff.js';
import { functionTable, callersAndCallees } from '../engine/trees/functions.js';
import { matchNodes, matchedTotal, matchedSamples } from '../engine/trees/search.js';
import { functionChanges } from '../engine/statistics/function-changes.js';
import { foldedText } from '../engine/trees/folded.js';
import { liftSelection, mergeProfiles } from '../engine/pair/merged-profile.js';
import { createExportMenu } from './toolbar/export-menu.js';
import { createOtherPage } from './other-page.js';
import { createPage } from './page.js';
import { createPairSelectors } from './state/pair-selectors.js';
import { createSelectors } from './state/selectors.js';

// Decodes the data, creates the page, and exposes an object for the browser's console.

const root = document.getElementById('app');
const load = id =>
  loadProfile(document.getElementById(id).textContent).catch(error => {
    root.textContent = `The data of this report cannot be read. The file may be truncated, or the browser older than 2023 (${error.message}).`;
    throw error;
  });
const loaded = await load('profile-data');
// A report of two recordings has the data of both.
const pair = document.getElementById('baseline-data') ? createPairSelectors(loaded, await load('baseline-data')) : null;
const profile = pair?.profile ?? loaded;
const page = createPage(profile, root, {
  selectors: pair?.selectors ?? createSelectors(profile),
  createExportMenu,
  createOther: pair ? shown => createOtherPage(shown, pair.otherSelectors, pair.stateOf) : null,
});
const { flame, heat, sandwich, lanes, chart } = page;
performance.measure('flamescope:interactive', { start: 0 });
root.dataset.ready = 'true';

// The functions that the page uses. Example: flamescope.buildTree(flamescope.within(flamescope.selectSamples(flamescope.profile), 1e9, 2e9)).total
globalThis.flamescope = {
  profile,
  baseline: profile.other ?? null,
  selectSamples,
  within,
  rest,
  totalOf,
  matchLabels,
  heatMap,
  cellRange,
  rangeOfCells,
  cellAt,
  busiestComm,
  cpuUsageOverTime,
  averageCpuUsage,
  rowsOf,
  choicesOfRows,
  topLanes,
  countLanes,
  buildTree,
  flameChart,
  diffTrees,
  functionTable,
  callersAndCallees,
  functionChanges,
  mergeProfiles,
  liftSelection,
  matchNodes,
  matchedTotal,
  matchedSamples,
  foldedText,
  // The positions of frames and cells in the window: flamescope.flame.boxOfName('main'), flamescope.heat.boxOfTime(1.5e9).
  flame,
  heat,
  sandwich,
  lanes,
  chart,
  otherHeat: page.other?.heat ?? null,
};
