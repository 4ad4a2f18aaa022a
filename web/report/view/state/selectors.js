import { mixedUnits, selectSamples, selectionOf, Selection, within, rest, totalOf } from '../../engine/samples/selection.js';
import { cpuUsageOverTime, averageCpuUsage, sampleIntervals } from '../../engine/samples/cpu-usage.js';
import { busiestComm, heatMap } from '../../engine/samples/heat-map.js';
import { countLanes, topLanes } from '../../engine/samples/lanes.js';
import { choicesOfRows } from '../../engine/samples/rows.js';
import { buildTree } from '../../engine/trees/tree.js';
import { flameChart } from '../../engine/trees/chart.js';
import { diffTrees } from '../../engine/trees/diff.js';
import { functionTable, callersAndCallees } from '../../engine/trees/functions.js';
import { foldedText } from '../../engine/trees/folded.js';
import { transformProfile } from '../../engine/trees/transforms.js';
import { functionChanges } from '../../engine/statistics/function-changes.js';
import { matchNodes, matchedSamples, matchedTotal } from '../../engine/trees/search.js';
import { busiestComms, facetsOf } from './facets.js';
import { memoizeLast } from './store.js';
import { chartPicture, treePicture, diffPicture } from '../flame-graph/picture.js';
import { createMatcher } from './matcher.js';
import { compilePattern } from './pattern.js';

// Values derived from the state. Each is computed on demand and cached until its inputs change.
//
// This is the only part of the page that reads samples: everything else uses the functions returned here, and the facts of the profile. A page
// whose samples are elsewhere provides the same functions.

//
// Stacks that are transformed are those of another profile with the same samples, so each list of transforms has its own functions.

export function createSelectors(profile) {
  const listeners = [];
  const matcher = createMatcher(profile, () => {
    for (const listener of listeners) listener();
  });
  const plain = selectorsOf(profile, matcher);
  const transformed = memoizeLast(transforms => selectorsOf(transformProfile(profile, transforms), matcher));
  const at = state => (state.transforms.length > 0 ? transformed(state.transforms) : plain);
  const needsState = Object.keys(plain).filter(name => !['profile', 'total', 'busiest', 'facets', 'bounds', 'eventOfCpuTime'].includes(name));
  return {
    ...plain,
    ...Object.fromEntries(needsState.map(name => [name, (state, ...more) => at(state)[name](state, ...more)])),
    // Calls a listener when a value changes although the state does not: when a slow search is done.
    onChange: listener => listeners.push(listener),
    moduleOf: (picture, node) => (picture.shape.frames[node] < 0 ? -1 : profile.frameModules[picture.shape.frames[node]]),
    moduleName: module => profile.moduleNames.at(module),
    functionName: ({ label }) => profile.labelNames.at(label),
  };
}

function selectorsOf(profile, matcher) {
  const pattern = {
    match: memoizeLast(text => compilePattern(text, true)),
    exclude: memoizeLast(text => compilePattern(text, true)),
    search: memoizeLast(compilePattern),
  };
  const makeSelect = () =>
    memoizeLast((event, comm, pid, tid, cpu, picked, label, match, exclude, idle) =>
      selectSamples(profile, { event, comm, pid, tid, cpu, picked, label, match, exclude, idle: idle ? 'include' : 'exclude' }),
    );
  const selectPicked = makeSelect();
  const selectOfAllRows = makeSelect();
  const selectOfChart = makeSelect();
  // Until a slow pattern is matched, and if that takes too long, the filter is not applied.
  const filterMatches = (state, name) => {
    const { regex } = pattern[name](state[name]);
    return regex ? (matcher.find(regex, null)?.labels ?? null) : null;
  };
  const selectBy = (select, state, picked) =>
    select(
      state.event,
      state.comm,
      state.pid,
      state.tid,
      state.cpu,
      picked,
      state.label,
      filterMatches(state, 'match'),
      filterMatches(state, 'exclude'),
      state.idle,
    );
  const samples = state => selectBy(selectPicked, state, state.picked);
  // The map of threads shows the rows that are not picked, too, so that more can be picked.
  const samplesOfAllRows = state => (state.picked?.by === state.lanesBy ? selectBy(selectOfAllRows, state, null) : samples(state));

  const narrow = () => memoizeLast((selection, range) => within(selection, range ? range.from : null, range ? range.to : null));
  const narrowFirst = narrow();
  const narrowSecond = narrow();
  const narrowChart = narrow();
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
  const makeDiff = memoizeLast(compareTrees);
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
  const lanesOf = memoizeLast((selection, by, limit, weight, picked) =>
    topLanes(selection, { by, limit, weight, picked: picked?.by === by ? picked.keys : [] }),
  );
  const makeCounts = () => memoizeLast((selection, top, from, to, length, weight) => countLanes(selection, top, { from, to, length, weight }));
  const countsOfAll = makeCounts();
  const countsOfMatched = makeCounts();
  const topOf = state => lanesOf(samplesOfAllRows(state), state.lanesBy, state.laneCount, state.weight, state.picked);
  // The chart is that of its thread, whether the thread is picked or not.
  const samplesOfChart = state => (state.picked === null ? selected(state) : narrowChart(selectBy(selectOfChart, state, null), state.range));
  const chartOf = memoizeLast(flameChart);
  const drawChart = memoizeLast(chartPicture);
  const threadsOf = memoizeLast((selection, limit, weight) => topLanes(selection, { by: 'tid', limit, weight }));
  const matchFocused = memoizeLast(label => {
    const labels = new Uint8Array(profile.labelNames.length);
    labels[label] = 1;
    return { labels, groups: [] };
  });
  // What is highlighted: the names that match the search, otherwise the function whose callers and callees are shown; null for nothing.
  const highlighted = state => {
    const { regex } = pattern.search(state.search, state.matchCase);
    if (regex) return matcher.find(regex, state.grouping);
    return state.search === '' && state.focus !== null && state.panel === 'functions' ? matchFocused(state.focus.label) : null;
  };
  const nodesOfMatches = memoizeLast((matches, { shape }) =>
    matches === null ? null : node => node > 0 && (shape.frames[node] >= 0 ? matches.labels : matches.groups)[shape.names[node]] === 1,
  );
  const testOfLabels = memoizeLast(labels => label => labels[label] === 1);
  const makeMatched = () => memoizeLast((selection, labels) => matchedSamples(selection, labels));
  const matched = makeMatched();
  const matchedOfAllRows = makeMatched();
  const totalOfMatched = memoizeLast((tree, { labels, groups }) => matchedTotal(tree, matchNodes(tree, labels, groups)));
  const makeCpuUsage = memoizeLast((selection, from, to, buckets) => cpuUsageOverTime(selection, { from, to, buckets }));
  const makeTable = () => memoizeLast(functionTable);
  const tableOfTarget = makeTable();
  const tableOfBaseline = makeTable();
  const changesOf = memoizeLast(functionChanges);
  const sandwich = memoizeLast((selection, label, kind, weight) => callersAndCallees(selection, label, kind, { weight }));

  const matchedOf = state => (highlighted(state) ? totalOfMatched(selectedTree(state), highlighted(state)) : 0);
  const patternOf = (state, name) => pattern[name](state[name], name === 'search' ? state.matchCase : true);
  const groupingOf = (state, name) => (name === 'search' ? state.grouping : null);

  const drawCallers = memoizeLast(treePicture);
  const drawCallees = memoizeLast(treePicture);
  const makeHalf = () =>
    memoizeLast((type, label, kind, selection, weight) => {
      const half = transformProfile(profile, [{ type, label, kind }]);
      const mask = selection.mask.map((is, i) => is & (half.excludedSamples[i] ^ 1));
      const { counts } = selectionOf(half, mask);
      const part = new Selection(half, mask, counts, selection.start, selection.end, selection.from, selection.to);
      return buildTree(part, { grouping: 'none', weight, reversed: type === 'callers' });
    });
  const treeOfCallers = makeHalf();
  const treeOfCallees = makeHalf();
  const sandwichTree = (half, state, type) => half(type, state.focus.label, state.focus.kind, selected(state), state.weight);

  const busiestOf = memoizeLast(busiestComms);
  // A filter for another event than the one that represents CPU time leaves no CPU time.
  const hasCpuTime = state => {
    const interval = sampleIntervals(profile);
    return interval !== null && (state.event === null || interval.event < 0 || profile.eventNames[interval.event] === state.event);
  };

  return {
    profile,
    profileOf: () => profile, // with the stacks as they are shown
    samples,
    selected,
    baseline,
    isCompared,
    selectedTree,
    second: state => narrowSecond(samples(state), state.second),
    patternError: (state, name) => {
      const { regex, error } = patternOf(state, name);
      return regex ? matcher.error(regex, groupingOf(state, name)) : error;
    },
    isMatching: state => {
      const { regex } = patternOf(state, 'search');
      return regex !== null && matcher.isPending(regex, state.grouping);
    },
    // Returns a function that tells whether a node of a picture is highlighted; null for nothing.
    matchOfNodes: (state, picture) => nodesOfMatches(highlighted(state), picture),
    // Returns a function that tells whether a name is highlighted; null for nothing.
    matchOfLabels(state) {
      const match = highlighted(state);
      return match ? testOfLabels(match.labels) : null;
    },
    matchedTotal: matchedOf,
    matchedShare: state => matchedOf(state) / (selectedTree(state).total || 1),
    map: (state, columnLength) => mapOfAll(samples(state), columnLength, state.rows, state.weight),
    matchedMap: (state, columnLength) =>
      highlighted(state) ? mapOfMatched(matched(samples(state), highlighted(state).labels), columnLength, state.rows, state.weight) : null,
    // The lanes of the map of threads, see topLanes, and their values in a range of time, see countLanes.
    lanes: state => topOf(state),
    laneCounts: (state, from, to, length) => countsOfAll(samplesOfAllRows(state), topOf(state), from, to, length, state.weight),
    matchedLaneCounts: (state, from, to, length) =>
      highlighted(state)
        ? countsOfMatched(matchedOfAllRows(samplesOfAllRows(state), highlighted(state).labels), topOf(state), from, to, length, state.weight)
        : null,
    // The flame chart of a thread in the selection, and the threads of the selection.
    chartPicture: state => drawChart(chartOf(samplesOfChart(state), state.chart), state.range),
    chartThreads: (state, limit) => threadsOf(selected(state), limit, state.weight),
    rowChoices: (state, by) => choicesOfRows(profile, by, state.idle),
    cpuUsage: (state, from, to, buckets) => (hasCpuTime(state) ? makeCpuUsage(samples(state), from, to, buckets) : null),
    averageCpuUsage: (state, range) =>
      hasCpuTime(state) ? averageCpuUsage(samples(state), range?.from ?? profile.start, range?.to ?? profile.span) : null,
    // The event that represents CPU time, where the profile has several; null where there is none.
    eventOfCpuTime() {
      const event = profile.eventNames.length > 1 ? (sampleIntervals(profile)?.event ?? -1) : -1;
      return event < 0 ? null : profile.eventNames[event];
    },
    // The times of the first and the last sample, whatever the filters; null without times.
    bounds: () => (profile.untimed < profile.count ? { first: profile.times[profile.untimed], last: profile.times[profile.count - 1] } : null),
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
    // The p-values of the functions of a comparison, {byFunction, significant}. It may take some 100 ms, so it is not asked for while dragging.
    changes: state => changesOf(diff(state)),
    // The two halves of the sandwich view of a function: its callers, from it outward, and its callees.
    callersPicture: state => drawCallers(sandwichTree(treeOfCallers, state, 'callers')),
    calleesPicture: state => drawCallees(sandwichTree(treeOfCallees, state, 'focus')),
    callersAndCallees: state => (state.focus ? sandwich(selected(state), state.focus.label, state.focus.kind, state.weight) : null),
  };
}

// Not every normalization applies to every side. In that case the sides are compared as counted, and the error is shown.
export function compareTrees(target, baseline, normalization) {
  try {
    return diffTrees(target, baseline, { normalization });
  } catch (error) {
    return Object.assign(diffTrees(target, baseline, { normalization: 'none' }), { error: error.message });
  }
}
