import { matchLabels, mixedUnits, selectSamples, within, rest, totalOf } from '../../engine/samples/selection.js';
import { cpuUsageOverTime, averageCpuUsage } from '../../engine/samples/cpu-usage.js';
import { busiestComm, heatMap } from '../../engine/samples/heat-map.js';
import { buildTree } from '../../engine/trees/tree.js';
import { diffTrees } from '../../engine/trees/diff.js';
import { functionTable, callersAndCallees } from '../../engine/trees/functions.js';
import { foldedText } from '../../engine/trees/folded.js';
import { matchNodes, matchedSamples, matchedTotal } from '../../engine/trees/search.js';
import { busiestComms, facetsOf } from './facets.js';
import { memoizeLast } from './store.js';
import { treePicture, diffPicture } from '../flame-graph/picture.js';
import { compilePattern } from './pattern.js';

// Values derived from the state. Each is computed on demand and cached until its inputs change.
//
// This is the only part of the page that reads samples: everything else uses the functions returned here, and the facts of the profile. A page
// whose samples are elsewhere provides the same functions.

export function createSelectors(profile) {
  const pattern = {
    match: memoizeLast(text => compilePattern(text, true)),
    exclude: memoizeLast(text => compilePattern(text, true)),
    search: memoizeLast(compilePattern),
  };
  const select = memoizeLast((event, comm, pid, tid, cpu, label, match, exclude, idle) =>
    selectSamples(profile, { event, comm, pid, tid, cpu, label, match, exclude, idle: idle ? 'include' : 'exclude' }),
  );
  const samples = state =>
    select(
      state.event,
      state.comm,
      state.pid,
      state.tid,
      state.cpu,
      state.label,
      pattern.match(state.match).regex,
      pattern.exclude(state.exclude).regex,
      state.idle,
    );

  const narrow = () => memoizeLast((selection, range) => within(selection, range ? range.from : null, range ? range.to : null));
  const narrowFirst = narrow();
  const narrowSecond = narrow();
  const selected = state => narrowFirst(samples(state), state.range);
  const restOf = memoizeLast((selection, part) => rest(selection, part));
  const baseline = state =>
    state.compare === 'rest'
      ? restOf(samples(state), selected(state))
      : state.compare === 'second'
        ? narrowSecond(samples(state), state.second)
        : samples(state);

  const makeTree = () => memoizeLast((selection, grouping, weight, reversed) => buildTree(selection, { grouping, weight, reversed }));
  const treeOfSelected = makeTree();
  const treeOfBaseline = makeTree();
  const treeBy = (tree, selection, state) => tree(selection, state.grouping, state.weight, state.reversed);
  const selectedTree = state => treeBy(treeOfSelected, selected(state), state);
  // Not every normalization applies to every side. In that case the sides are compared as counted, and the error is shown.
  const makeDiff = memoizeLast((target, baseline, normalization) => {
    try {
      return diffTrees(target, baseline, { normalization });
    } catch (error) {
      return Object.assign(diffTrees(target, baseline, { normalization: 'none' }), { error: error.message });
    }
  });
  const diff = state => {
    const both = [selectedTree(state), treeBy(treeOfBaseline, baseline(state), state)];
    if (state.swapped) both.reverse();
    return makeDiff(both[0], both[1], state.normalization);
  };
  const drawTree = memoizeLast(treePicture);
  const drawDiff = memoizeLast(diffPicture);
  const isCompared = state =>
    state.compare === 'whole' || state.compare === 'rest' ? state.range !== null : state.compare === 'second' && state.second !== null;

  const makeMap = () => memoizeLast((selection, columnLength, rows, weight) => heatMap(selection, { columnLength, rows, weight }));
  const mapOfAll = makeMap();
  const mapOfMatched = makeMap();
  // The duration of the last search over all names, in milliseconds.
  let matchCost = 0;
  const labelMatches = memoizeLast(regex => {
    const start = performance.now();
    const matches = matchLabels(profile, regex);
    matchCost = performance.now() - start;
    return matches;
  });
  const matched = memoizeLast((selection, regex) => matchedSamples(selection, labelMatches(regex)));
  const regexOf = state => pattern.search(state.search, state.matchCase).regex;
  const totalOfMatched = memoizeLast((tree, labels, regex) => matchedTotal(tree, matchNodes(tree, labels, regex)));
  const makeCpuUsage = memoizeLast((selection, from, to, buckets) => cpuUsageOverTime(selection, { from, to, buckets }));
  const makeTable = () => memoizeLast(functionTable);
  const tableOfTarget = makeTable();
  const tableOfBaseline = makeTable();
  const sandwich = memoizeLast((selection, label, kind, weight) => callersAndCallees(selection, label, kind, { weight }));

  const matchedOf = state => (regexOf(state) ? totalOfMatched(selectedTree(state), labelMatches(regexOf(state)), regexOf(state)) : 0);

  const busiestOf = memoizeLast(busiestComms);

  return {
    profile,
    samples,
    selected,
    baseline,
    isCompared,
    selectedTree,
    second: state => narrowSecond(samples(state), state.second),
    patternError: (state, name) => pattern[name](state[name], name === 'search' ? state.matchCase : true).error,
    matchCost: () => matchCost,
    regex: regexOf,
    // Returns a function that tells whether a node of a picture matches the search; null without a search.
    matchOfNodes(state, { shape }) {
      const regex = regexOf(state);
      if (regex === null) return null;
      const labels = labelMatches(regex);
      return node => node > 0 && (shape.frames[node] >= 0 ? labels[shape.names[node]] === 1 : regex.test(shape.nameOf(node)));
    },
    matched: state => (regexOf(state) ? matched(samples(state), regexOf(state)) : null),
    matchedTotal: matchedOf,
    matchedShare: state => matchedOf(state) / (selectedTree(state).total || 1),
    map: (state, columnLength) => mapOfAll(samples(state), columnLength, state.rows, state.weight),
    matchedMap: (state, columnLength) =>
      regexOf(state) ? mapOfMatched(matched(samples(state), regexOf(state)), columnLength, state.rows, state.weight) : null,
    cpuUsage: (state, from, to, buckets) => makeCpuUsage(samples(state), from, to, buckets),
    averageCpuUsage: (state, range) => averageCpuUsage(samples(state), range?.from ?? profile.start, range?.to ?? profile.span),
    busiestAt: (state, { from, to }) => busiestComm(samples(state), from, to, state.weight),
    facets: () => facetsOf(profile),
    // The events of different units that a total of all events adds up; null where there are none.
    mixedUnits: state => (state.event === null ? mixedUnits(profile, state.weight) : null),
    folded: state => foldedText(selectedTree(state)),
    busiest: (selection, state) => busiestOf(selection, state.weight),
    total: (selection, state) => totalOf(selection, state.weight),
    picture: state => (isCompared(state) ? drawDiff(diff(state), state.elided) : drawTree(selectedTree(state))),
    table: state =>
      isCompared(state)
        ? { target: tableOfTarget(diff(state).target), baseline: tableOfBaseline(diff(state).baseline) }
        : { target: tableOfTarget(selectedTree(state)), baseline: null },
    callersAndCallees: state => (state.focus ? sandwich(selected(state), state.focus.label, state.focus.kind, state.weight) : null),
  };
}
