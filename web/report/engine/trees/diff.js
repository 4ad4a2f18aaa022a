import { newcombeInterval } from '../statistics/newcombe.js';
import { totalOf } from '../samples/selection.js';
import { subtreeEndsOf } from './tree-index.js';

// Compares two trees of a profile that were built with the same options, equal to the library's StackTreeDiff: one row per node of either tree,
// with values as counted. The normalization makes the sides comparable by dividing the values of each side by one number: 'total' (the total
// value of its samples), 'time' (its duration, which gives rates per second), 'cpuTime' (its CPU time, which gives rates per CPU
// second), 'none'.
export function diffTrees(target, baseline, { normalization = 'total' } = {}) {
  if (target.index !== baseline.index) throw new Error('The trees differ in profile, grouping or direction.');
  if (target.weight !== baseline.weight) throw new Error('The weights of the trees differ.');
  const diff = new TreeDiff(target, baseline, normalization);
  for (let node = 0; node < diff.count; node++) {
    diff.totalDeltas[node] = diff.delta(diff.targetTotals[node], diff.baselineTotals[node]);
    diff.maximumDelta = Math.max(diff.maximumDelta, Math.abs(diff.totalDeltas[node]));
  }
  return diff;
}

class TreeDiff {
  constructor(target, baseline, normalization) {
    Object.assign(this, { target, baseline, normalization, profile: target.profile, index: target.index });
    this.targetAmount = amountOf(target, normalization);
    this.baselineAmount = amountOf(baseline, normalization);
    this.scale = normalization === 'time' || normalization === 'cpuTime' ? 1e9 : 1;
    this.products = productsOf(this);
    mergeNodes(this, target, baseline);
    fillStructure(this);
    this.maximumDepth = Math.max(target.maximumDepth, baseline.maximumDepth);
    this.targetSelf = scatter(target.self, this.targetNodes);
    this.targetTotals = scatter(target.totals, this.targetNodes);
    this.baselineSelf = scatter(baseline.self, this.baselineNodes);
    this.baselineTotals = scatter(baseline.totals, this.baselineNodes);
    this.totalDeltas = new Float64Array(this.count);
    this.maximumDelta = 0;
  }

  nameOf(node) {
    const targetNode = this.targetNodes[node];
    return targetNode >= 0 ? this.target.nameOf(targetNode) : this.baseline.nameOf(this.baselineNodes[node]);
  }

  moduleOf(node) {
    const targetNode = this.targetNodes[node];
    return targetNode >= 0 ? this.target.moduleOf(targetNode) : this.baseline.moduleOf(this.baselineNodes[node]);
  }

  // The number of a node in links, and the node of such a number; -1 where there is none.
  linkOfNode(node) {
    return node;
  }

  nodeOfLink(link) {
    return link < this.count ? link : -1;
  }

  presence(node) {
    return this.targetNodes[node] < 0 ? 'gone' : this.baselineNodes[node] < 0 ? 'new' : 'both';
  }

  // The difference of the self values of a node, target minus baseline, normalized.
  selfDelta(node) {
    return this.delta(this.targetSelf[node], this.baselineSelf[node]);
  }

  // The difference of the total values of a node, target minus baseline, normalized.
  totalDelta(node) {
    return this.totalDeltas[node];
  }

  // The 95% confidence interval {low, high} of the difference of a node's shares; null where shares are not what is compared. It is computed from
  // numbers of samples, independent of the weight.
  intervalOf(node) {
    if (this.normalization !== 'total') return null;
    const { target, baseline, targetNodes, baselineNodes } = this;
    const hits = (tree, at) => (at < 0 ? 0 : tree.ofSamples.totals[at]);
    return newcombeInterval(hits(target, targetNodes[node]), target.sampleCount, hits(baseline, baselineNodes[node]), baseline.sampleCount);
  }

  // Returns whether a node's difference is within chance: its interval contains 0.
  isWithinChance(node) {
    const interval = this.intervalOf(node);
    return interval !== null && interval.low <= 0 && interval.high >= 0;
  }

  // For each node the value of the baseline's samples that end at or below it in nodes that the target does not have.
  get elidedTotals() {
    return (this.elided ??= sumElided(this));
  }

  // A single fraction of integers, rounded once, so that equal shares give exactly 0. Uses BigInt where a product may exceed 2^53.
  delta(target, baseline) {
    const { targetAmount, baselineAmount, scale, products } = this;
    if (products.areExact) return ((target * baselineAmount - baseline * targetAmount) / (targetAmount * baselineAmount)) * scale;
    if (target === 0 && baseline === 0) return 0;
    const numerator = BigInt(target) * products.baselineAmount - BigInt(baseline) * products.targetAmount;
    return (Number(numerator) / products.denominator) * scale;
  }
}

function productsOf({ target, baseline, targetAmount, baselineAmount }) {
  const largest = Math.max(target.total, targetAmount) * Math.max(baselineAmount, baseline.total);
  const denominator = BigInt(targetAmount) * BigInt(baselineAmount);
  return {
    areExact: largest <= Number.MAX_SAFE_INTEGER,
    targetAmount: BigInt(targetAmount),
    baselineAmount: BigInt(baselineAmount),
    denominator: Number(denominator),
  };
}

// Returns the number that the values of a side are divided by; 1 for a side whose values are all 0.
function amountOf(tree, normalization) {
  const amount =
    normalization === 'total'
      ? tree.total
      : normalization === 'time'
        ? durationOf(tree.selection)
        : normalization === 'cpuTime'
          ? totalOf(tree.selection, cpuTimeOf(tree.profile, tree.weight))
          : normalization === 'none'
            ? 1
            : NaN;
  if (amount > 0 || tree.total === 0) return Math.max(amount, 1);
  if (normalization === 'time') throw new Error('A side of the comparison has samples but no duration, so there is no rate.');
  if (normalization === 'cpuTime') {
    throw new Error('A side of the comparison has only samples with a period of 0, so there is no CPU time.');
  }
  throw new Error(`There is no normalization ${normalization}.`);
}

// The requested value if it is a time, else the first value that is, else the period.
function cpuTimeOf(profile, weight) {
  const isTime = ({ unit }) => unit === 'nanoseconds';
  if (isTime(profile.weightOf(weight))) return weight;
  return profile.weights.find(isTime)?.name ?? 'period';
}

// Returns the duration of a selection, limited to the time from the profile's first to its last sample, both included. The duration of the
// rest of a selection is that of the selection minus that of the part.
function durationOf(selection) {
  const { profile, from, to, without } = selection.original ?? selection; // of two profiles as one, see liftSelection
  const { times, untimed, count } = profile;
  if (untimed === count) return 0;
  const start = Math.max(from ?? -Infinity, times[untimed]);
  const end = Math.min(to ?? Infinity, times[count - 1] + 1);
  return Math.max(end - start, 0) - (without ? durationOf(without) : 0);
}

// Both trees are subsets of the nodes of one index, in its order, so that merging them compares numbers only.
function mergeNodes(diff, target, baseline) {
  const ofTarget = indexNodesOf(target);
  const ofBaseline = indexNodesOf(baseline);
  const places = new Int32Array(target.count + baseline.count);
  const targetNodes = new Int32Array(places.length);
  const baselineNodes = new Int32Array(places.length);
  let count = 0;
  let a = 0;
  let b = 0;
  while (a < ofTarget.length || b < ofBaseline.length) {
    const order = a === ofTarget.length ? 1 : b === ofBaseline.length ? -1 : ofTarget[a] - ofBaseline[b];
    places[count] = order <= 0 ? ofTarget[a] : ofBaseline[b];
    targetNodes[count] = order <= 0 ? a++ : -1;
    baselineNodes[count++] = order >= 0 ? b++ : -1;
  }
  diff.count = count;
  diff.nodes = places.slice(0, count);
  diff.targetNodes = targetNodes.slice(0, count);
  diff.baselineNodes = baselineNodes.slice(0, count);
}

// Returns for each node of a tree its node in the index.
function indexNodesOf(tree) {
  return tree.nodes ?? new Int32Array(tree.count).map((_, node) => node);
}

function fillStructure(diff) {
  const { index, nodes, count } = diff;
  const parents = (diff.parents = new Int32Array(count));
  const depths = (diff.depths = new Int32Array(count));
  const frames = (diff.frames = new Int32Array(count));
  const names = (diff.names = new Uint32Array(count));
  const kinds = (diff.kinds = new Uint8Array(count));
  const lastAtDepth = [];
  for (let node = 0; node < count; node++) {
    const place = nodes[node];
    const depth = index.depths[place];
    lastAtDepth[depth] = node;
    parents[node] = depth === 0 ? -1 : lastAtDepth[depth - 1];
    depths[node] = depth;
    frames[node] = index.frames[place];
    names[node] = index.names[place];
    kinds[node] = index.kinds[place];
  }
  diff.subtreeEnds = subtreeEndsOf(diff);
}

function scatter(values, nodes) {
  const result = new Float64Array(nodes.length);
  for (let i = 0; i < nodes.length; i++) if (nodes[i] >= 0) result[i] = values[nodes[i]];
  return result;
}

function sumElided({ count, parents, targetNodes, baselineSelf }) {
  const totals = new Float64Array(count);
  for (let node = count - 1; node >= 0; node--) {
    if (targetNodes[node] < 0) totals[node] += baselineSelf[node];
    if (node > 0) totals[parents[node]] += totals[node];
  }
  return totals;
}
