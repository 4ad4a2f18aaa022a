import { matchLabels, selectSamples, within, rest, totalOf } from '../../engine/samples/selection.js';
import { busyLine, busyCpus } from '../../engine/samples/cpu-usage.js';
import { heatMap } from '../../engine/samples/heat-map.js';
import { busiestComms } from '../panels/busiest.js';
import { buildTree } from '../../engine/trees/tree.js';
import { diffTrees } from '../../engine/trees/diff.js';
import { functionTable, callersAndCallees } from '../../engine/trees/functions.js';
import { matchNodes, matchedSamples, matchedTotal } from '../../engine/trees/search.js';
import { lastAnswer } from './store.js';
import { treePicture, diffPicture } from '../flame-graph/picture.js';
import { compilePattern } from './pattern.js';

// What follows from the state: each answer is computed when it is asked for, and kept until something it depends on changes.

export function createDerived(profile) {
  const pattern = {
    match: lastAnswer(text => compilePattern(text, true)),
    exclude: lastAnswer(text => compilePattern(text, true)),
    search: lastAnswer(compilePattern),
  };
  const select = lastAnswer((event, comm, pid, tid, cpu, match, exclude, idle) =>
    selectSamples(profile, { event, comm, pid, tid, cpu, match, exclude, idle: idle ? 'include' : 'exclude' }),
  );
  const samples = state =>
    select(
      state.event,
      state.comm,
      state.pid,
      state.tid,
      state.cpu,
      pattern.match(state.match).regex,
      pattern.exclude(state.exclude).regex,
      state.idle,
    );

  const narrow = () => lastAnswer((selection, range) => within(selection, range ? range.from : null, range ? range.to : null));
  const narrowFirst = narrow();
  const narrowSecond = narrow();
  const picked = state => narrowFirst(samples(state), state.range);
  const restOf = lastAnswer((selection, part) => rest(selection, part));
  const others = state =>
    state.compare === 'rest'
      ? restOf(samples(state), picked(state))
      : state.compare === 'second'
        ? narrowSecond(samples(state), state.second)
        : samples(state);

  const makeTree = () => lastAnswer((selection, grouping, weight, reversed) => buildTree(selection, { grouping, weight, reversed }));
  const treeOfPicked = makeTree();
  const treeOfOthers = makeTree();
  const treeBy = (tree, selection, state) => tree(selection, state.grouping, state.weight, state.reversed);
  const pickedTree = state => treeBy(treeOfPicked, picked(state), state);
  // Not every measure can be taken of every side; then the sides are compared as they are, and the error is said.
  const makeDiff = lastAnswer((target, baseline, normalization) => {
    try {
      return diffTrees(target, baseline, { normalization });
    } catch (error) {
      return Object.assign(diffTrees(target, baseline, { normalization: 'none' }), { error: error.message });
    }
  });
  const diff = state => {
    const both = [pickedTree(state), treeBy(treeOfOthers, others(state), state)];
    if (state.swapped) both.reverse();
    return makeDiff(both[0], both[1], state.normalization);
  };
  const drawTree = lastAnswer(treePicture);
  const drawDiff = lastAnswer(diffPicture);
  const isCompared = state =>
    state.compare === 'whole' || state.compare === 'rest' ? state.range !== null : state.compare === 'second' && state.second !== null;

  const makeMap = () => lastAnswer((selection, columnLength, rows, weight) => heatMap(selection, { columnLength, rows, weight }));
  const mapOfAll = makeMap();
  const mapOfMatched = makeMap();
  // Milliseconds that the last search took over all names.
  let matchCost = 0;
  const labelMatches = lastAnswer(regex => {
    const start = performance.now();
    const matches = matchLabels(profile, regex);
    matchCost = performance.now() - start;
    return matches;
  });
  const matched = lastAnswer((selection, regex) => matchedSamples(selection, labelMatches(regex)));
  const regexOf = state => pattern.search(state.search, state.matchCase).regex;
  const totalOfMatched = lastAnswer((tree, labels, regex) => matchedTotal(tree, matchNodes(tree, labels, regex)));
  const makeLine = lastAnswer((selection, from, to, buckets) => busyLine(selection, { from, to, buckets }));
  const makeTable = () => lastAnswer(functionTable);
  const tableOfTarget = makeTable();
  const tableOfBaseline = makeTable();
  const around = lastAnswer((selection, label, kind, weight) => callersAndCallees(selection, label, kind, { weight }));

  const matchedOf = state => (regexOf(state) ? totalOfMatched(pickedTree(state), labelMatches(regexOf(state)), regexOf(state)) : 0);

  const busiestOf = lastAnswer(busiestComms);

  return {
    samples,
    picked,
    others,
    isCompared,
    pickedTree,
    second: state => narrowSecond(samples(state), state.second),
    patternError: (state, name) => pattern[name](state[name], name === 'search' ? state.matchCase : true).error,
    matchCost: () => matchCost,
    regex: regexOf,
    labelMatches: state => (regexOf(state) ? labelMatches(regexOf(state)) : null),
    matched: state => (regexOf(state) ? matched(samples(state), regexOf(state)) : null),
    matchedTotal: matchedOf,
    matchedShare: state => matchedOf(state) / (pickedTree(state).total || 1),
    map: (state, columnLength) => mapOfAll(samples(state), columnLength, state.rows, state.weight),
    matchedMap: (state, columnLength) =>
      regexOf(state) ? mapOfMatched(matched(samples(state), regexOf(state)), columnLength, state.rows, state.weight) : null,
    line: (state, from, to, buckets) => makeLine(samples(state), from, to, buckets),
    busyCpus: (state, from, to) => busyCpus(samples(state), from, to),
    busiest: (selection, state) => busiestOf(selection, state.weight),
    total: (selection, state) => totalOf(selection, state.weight),
    picture: state => (isCompared(state) ? drawDiff(diff(state), state.elided) : drawTree(pickedTree(state))),
    table: state =>
      isCompared(state)
        ? { target: tableOfTarget(diff(state).target), baseline: tableOfBaseline(diff(state).baseline) }
        : { target: tableOfTarget(pickedTree(state)), baseline: null },
    around: state => (state.focus ? around(picked(state), state.focus.label, state.focus.kind, state.weight) : null),
  };
}
