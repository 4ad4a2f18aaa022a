import { significanceLevel } from '../../report/engine/statistics/function-changes.js';
import { emptyHeatMap } from '../../report/engine/samples/heat-map.js';
import { diffPicture, nodeAtPath, treePicture } from '../../report/view/flame-graph/picture.js';
import { compilePattern } from '../../report/view/state/pattern.js';
import { memoizeLast } from '../../report/view/state/store.js';
import { exactPattern } from '../data/exact-pattern.js';
import { exactSeconds } from '../../report/view/state/url-hash.js';
import { RemoteDiff, RemoteTree } from '../data/remote-tree.js';

// The values derived from the state, computed by the server: the same functions as the report's selectors (report/view/state/selectors.js).
//
// A selection is its slot among the answers and its parameters. Frames with less than a two-thousandth of all samples are not sent; below a frame
// that is zoomed to, it is a two-thousandth of that frame.

export const minimumShare = 0.0005;
const functionCount = 2000;
const changeCount = 10000;
const maximumCpuBuckets = 900 / 3;

// Returns the parameters that select samples.
export function parametersOf(profile, state, range) {
  const pattern = text => (compilePattern(text, true).regex ? text : null);
  const shown = value => (value === '' ? null : value);
  return {
    profile: profile.path,
    version: profile.version,
    from: range ? exactSeconds(range.from) : null,
    to: range ? exactSeconds(range.to) : null,
    event: state.event,
    comm: state.comm,
    pid: state.pid,
    tid: state.tid,
    cpu: state.cpu,
    label: state.label,
    match: shown(pattern(state.match)),
    exclude: shown(pattern(state.exclude)),
    idle: state.idle ? 'include' : null,
    weight: state.weight,
    transform: state.transforms.flatMap(transform => transformsFor(profile, transform)),
  };
}

// Returns the server's transforms for one of the page's.
function transformsFor(profile, { type, label, module }) {
  if (type === 'module') return [`collapse-module=${exactPattern(profile.moduleNames.at(module))}`];
  const name = profile.labelNames.at(label);
  // The server's callers start at the function.
  return { focus: [`callees=${name}`], callers: [`callers=${name}`, 'invert'], hide: [`prune=${exactPattern(name)}`] }[type];
}

// Returns the parameters that say what a selection is compared with.
export function comparisonOf(profile, state) {
  const range = state.compare === 'second' ? state.second : state.compare === 'profile' ? state.other : null;
  return {
    baseline: state.compare === 'second' ? 'range' : state.compare,
    baselineProfile: state.compare === 'profile' ? profile.other.path : null,
    baselineFrom: range ? exactSeconds(range.from) : null,
    baselineTo: range ? exactSeconds(range.to) : null,
    swapped: state.swapped,
    normalization: state.normalization,
  };
}

export function createRemoteSelectors(profile, api, answers, name = '') {
  const pattern = {
    match: memoizeLast(text => compilePattern(text, true)),
    exclude: memoizeLast(text => compilePattern(text, true)),
    search: memoizeLast(compilePattern),
  };
  // What is highlighted: the names that match the search, otherwise the function whose callers and callees are shown; null for nothing.
  const testOfLabels = memoizeLast(regex => label => regex.test(profile.labelNames.at(label)));
  const exactRegex = memoizeLast(label => new RegExp(exactPattern(profile.labelNames.at(label))));
  const hasFocus = state => state.search === '' && state.focus !== null && state.panel === 'functions';
  const regexOf = state => (hasFocus(state) ? exactRegex(state.focus.label) : pattern.search(state.search, state.matchCase).regex);
  const searchOf = state => {
    if (hasFocus(state)) return exactPattern(profile.labelNames.at(state.focus.label));
    return regexOf(state) ? (state.matchCase ? state.search : `(?i:${state.search})`) : null;
  };
  const ask = (slot, resource, parameters) => answers.ask(name + slot, api.addressOf(resource, parameters));
  // The same without an answer to another question.
  const askExactly = (slot, resource, parameters) => {
    ask(slot, resource, parameters);
    return answers.answerOf(api.addressOf(resource, parameters));
  };

  const selection = (slot, state, range, search = null) => ({ slot, parameters: { ...parametersOf(profile, state, range), search } });
  const numbers = ({ slot, parameters }) => ask(slot, 'selection', parameters);
  const samples = state => selection('all', state, null);
  const selected = state => (state.range === null ? samples(state) : selection('selected', state, state.range));
  const second = state => selection('second', state, state.second);
  const rest = state => ({ without: [samples(state), selected(state)] });
  const baseline = state =>
    state.compare === 'rest'
      ? rest(state)
      : state.compare === 'second'
        ? second(state)
        : state.compare === 'profile'
          ? { slot: 'baseline', parameters: parametersOf(profile.other, state, state.other) }
          : samples(state);
  const totalOf = part => (part.without ? totalOf(part.without[0]) - totalOf(part.without[1]) : (numbers(part)?.total ?? 0));
  const isCompared = state =>
    state.compare === 'profile' ||
    (state.compare === 'second' ? state.second !== null : (state.compare === 'whole' || state.compare === 'rest') && state.range !== null);

  // Pictures of answers, made once per answer.
  const treeOf = memoizeBy(answer => treePicture(new RemoteTree(profile, answer)));
  const diffOf = memoizeBy(answer => new RemoteDiff(profile, answer));
  const drawDiff = memoizeBy(diff => diffPicture(diff, false));
  const drawElided = memoizeBy(diff => diffPicture(diff, true));
  const picturesOf = ({ elided }, answer) => (answer.presence ? (elided ? drawElided : drawDiff)(diffOf(answer)) : treeOf(answer));
  const waiting = memoizeLast(error => Object.assign(treePicture(new RemoteTree(profile, emptyAnswer)), { isPending: error === null, error }));
  let expectedZoom = 0;

  function treeAnswer(slot, state, zoom) {
    const shape = { grouping: state.grouping, reversed: state.reversed, minimum: minimumShare, zoom: zoom > 0 ? zoom : null };
    const parameters = { ...parametersOf(profile, state, state.range), ...shape };
    return isCompared(state) ? ask(slot, 'diff', { ...parameters, ...comparisonOf(profile, state) }) : ask(slot, 'flamegraph', parameters);
  }

  // The picture of the whole tree; where frames of the zoomed part were omitted, one in which they are not.
  function picture(state) {
    const answer = treeAnswer('tree', state, expectedZoom);
    if (answer === null) return waiting(answers.errorOf(`${name}tree`)?.message ?? null);
    const whole = picturesOf(state, answer);
    if (state.zoom.length === 0 || expectedZoom > 0 || !whole.shape.isPruned) return whole;
    const node = nodeAtPath(whole, state.zoom);
    if (node === 0) return whole;
    const zoomed = treeAnswer('zoom', state, whole.shape.linkOfNode(node));
    return zoomed !== null && isAnswerTo(zoomed, answer) ? picturesOf(state, zoomed) : whole;
  }
  // The last answer for a zoomed part may be one about another selection.
  const isAnswerTo = (zoomed, answer) =>
    zoomed.samples === answer.samples && zoomed.fullCount === answer.fullCount && Boolean(zoomed.presence) === Boolean(answer.presence);

  const emptyMap = memoizeLast((columnLength, rows, weight) => emptyHeatMap(profile, { columnLength, rows, weight }));
  const mapOf = memoizeBy(answer => ({ ...emptyHeatMap(profile, answer), ...answer, values: Float64Array.from(answer.values) }));
  function map(slot, state, columnLength, search) {
    const { columns } = emptyMap(columnLength, state.rows, state.weight);
    const perColumn = Math.max(1, Math.min(20, Math.floor(maximumCpuBuckets / columns)));
    const answer = ask(slot, 'heatmap', {
      ...parametersOf(profile, state, null),
      search,
      rows: state.rows,
      columnLength: exactSeconds(columnLength),
      cpuBuckets: columns * perColumn,
    });
    return answer === null ? emptyMap(columnLength, state.rows, state.weight) : mapOf(answer);
  }

  // One half of the sandwich view: a tree with a function at its root.
  function halfOf(slot, state, direction) {
    const parameters = parametersOf(profile, state, state.range);
    const transform = [...parameters.transform, `${direction}=${profile.labelNames.at(state.focus.label)}`];
    const answer = askExactly(slot, 'flamegraph', { ...parameters, transform, grouping: 'none', minimum: minimumShare });
    return answer === null ? waiting(answers.errorOf(`${name}${slot}`)?.message ?? null) : treeOf(answer);
  }

  const rowOf = ({ name: text, kind, self, total }) => ({ label: profile.labelNames.idOf(text), kind, name: text, self, total });
  const tableOf = memoizeBy(answer => ({
    count: answer.count,
    target: answer.rows.map(rowOf),
    baseline:
      answer.baselineTotal === undefined || answer.baselineTotal === null
        ? null
        : answer.rows.map(row => rowOf({ ...row, self: row.baselineSelf, total: row.baselineTotal })),
  }));
  const emptyTable = { target: [], baseline: null, count: 0 };
  const callersOf = memoizeBy(answer => ({ ...answer, callers: answer.callers.map(rowOf), callees: answer.callees.map(rowOf) }));
  const busiestOf = memoizeBy(({ busiest, total }) => busiest.map(({ comm, value }) => ({ comm, share: total === 0 ? 0 : value / total })));
  const noBusiest = [];
  const matched = state => selection('matched', state, state.range, searchOf(state));
  const matchedNumbers = state => {
    const { slot, parameters } = matched(state);
    return askExactly(slot, 'selection', parameters);
  };
  const labelMatches = memoizeLast(() => new Map());
  const changesOf = memoizeBy(({ rows }) => ({
    byFunction: new Map(rows.map(row => [profile.labelNames.idOf(row.name) * 16 + row.kind, row.adjustedPValue])),
    significant: rows.filter(row => row.adjustedPValue <= significanceLevel).length,
  }));

  return {
    profile,
    samples,
    selected,
    second,
    baseline,
    isCompared,
    picture,
    // The number of the zoomed node in a link, until its picture is there.
    expectZoom(node) {
      expectedZoom = node;
    },
    patternError(state, key) {
      const { regex, error } = pattern[key](state[key], key === 'search' ? state.matchCase : true);
      return regex && key === 'search' ? (answers.errorOf(`${name}matched`)?.message ?? null) : error;
    },
    isMatching: state => regexOf(state) !== null && matchedNumbers(state) === null && answers.errorOf(`${name}matched`) === null,
    matchOfNodes(state, { shape }) {
      // The server refuses patterns that take too long, so nothing is matched here before its answer.
      const regex = regexOf(state);
      if (regex === null || matchedNumbers(state) === null) return null;
      const known = labelMatches(regex);
      return node => {
        if (node === 0) return false;
        const text = shape.nameOf(node);
        if (!known.has(text)) known.set(text, regex.test(text));
        return known.get(text);
      };
    },
    matchOfLabels(state) {
      const regex = regexOf(state);
      return regex === null || matchedNumbers(state) === null ? null : testOfLabels(regex);
    },
    matchedTotal: state => (regexOf(state) ? totalOf(matched(state)) : 0),
    matchedShare: state => (regexOf(state) ? totalOf(matched(state)) : 0) / (totalOf(selected(state)) || 1),
    map: (state, columnLength) => map('map', state, columnLength, null),
    matchedMap: (state, columnLength) => (regexOf(state) ? map('matched map', state, columnLength, searchOf(state)) : null),
    // The buckets are those that came with the heat map.
    cpuUsage: (_state, _from, _to, _buckets, shown) => shown.cpus ?? null,
    averageCpuUsage: (state, range) => numbers(partOf(state, range))?.cpus ?? null,
    busiest(part) {
      const answer = numbers(part);
      return answer === null ? noBusiest : busiestOf(answer);
    },
    busiestAt(state, range) {
      const { slot, parameters } = selection('pointed', state, range);
      return askExactly(slot, 'selection', parameters)?.busiest[0] ?? null;
    },
    total: totalOf,
    facets: () => profile.facets,
    mixedUnits: state => (state.event === null ? (numbers(samples(state))?.mixedUnits ?? null) : null),
    table(state) {
      const parameters = { ...parametersOf(profile, state, state.range), top: functionCount };
      const answer = ask('functions', 'functions', isCompared(state) ? { ...parameters, ...comparisonOf(profile, state) } : parameters);
      return answer === null || (tableOf(answer).baseline !== null) !== isCompared(state) ? emptyTable : tableOf(answer);
    },
    // The p-values of the functions of a comparison; null until they are there.
    changes(state) {
      if (!isCompared(state)) return null;
      const parameters = { ...parametersOf(profile, state, state.range), ...comparisonOf(profile, state), top: changeCount };
      const answer = askExactly('changes', 'changes', parameters);
      return answer === null ? null : changesOf(answer);
    },
    functionName: ({ label }) => profile.labelNames.at(label),
    moduleName: module => profile.moduleNames.at(module),
    moduleOf: ({ shape }, node) => (shape.frames[node] < 0 ? -1 : shape.modules[node]),
    callersPicture: state => halfOf('sandwich callers', state, 'callers'),
    calleesPicture: state => halfOf('sandwich callees', state, 'callees'),
    callersAndCallees(state) {
      if (!state.focus) return null;
      const { label, kind } = state.focus;
      const answer = askExactly('callers', 'callers', { ...parametersOf(profile, state, state.range), function: profile.labelNames.at(label), kind });
      return answer === null ? null : callersOf(answer);
    },
  };

  function partOf(state, range) {
    return range === null ? samples(state) : range === state.second ? second(state) : selected(state);
  }
}

const emptyAnswer = {
  samples: 0,
  prunedTotal: 0,
  names: ['root'],
  modules: [''],
  ids: [0],
  depths: [0],
  name: [0],
  kind: [-1],
  module: [0],
  totals: [0],
  self: [0],
};

// Returns a function that computes a value once per object.
function memoizeBy(compute) {
  const known = new WeakMap();
  return key => {
    if (!known.has(key)) known.set(key, compute(key));
    return known.get(key);
  };
}
