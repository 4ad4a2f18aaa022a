import { totalOf } from '../samples/selection.js';
import { subtreeEndsOf } from './tree-index.js';

// What is different between two trees of a profile that were made alike, as the library's StackTreeDiff: a row a node of either tree, values
// as they were counted. What makes the sides comparable is the normalization, one number a side that its values are divided by: 'total' (what
// all its samples count), 'time' (the length of its time, giving rates a second), 'cpuTime' (the sum of its periods, giving rates a CPU
// second), 'none'.
export function diffTrees(target, baseline, { normalization = 'total' } = {}) {
  if (target.index !== baseline.index) throw new Error('The trees are made differently: their profile, grouping and direction must be the same.');
  if (target.weight !== baseline.weight) throw new Error('The trees count differently: one samples, the other periods.');
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
    unite(this, target, baseline);
    link(this);
    this.maximumDepth = Math.max(target.maximumDepth, baseline.maximumDepth);
    this.targetSelf = spread(target.self, this.targetNodes);
    this.targetTotals = spread(target.totals, this.targetNodes);
    this.baselineSelf = spread(baseline.self, this.baselineNodes);
    this.baselineTotals = spread(baseline.totals, this.baselineNodes);
    this.totalDeltas = new Float64Array(this.count);
    this.maximumDelta = 0;
  }

  nameOf(node) {
    const own = this.targetNodes[node];
    return own >= 0 ? this.target.nameOf(own) : this.baseline.nameOf(this.baselineNodes[node]);
  }

  moduleOf(node) {
    const own = this.targetNodes[node];
    return own >= 0 ? this.target.moduleOf(own) : this.baseline.moduleOf(this.baselineNodes[node]);
  }

  presence(node) {
    return this.targetNodes[node] < 0 ? 'gone' : this.baselineNodes[node] < 0 ? 'new' : 'both';
  }

  // How much more of the target's samples end in a node than of the baseline's, normalised; negative for less.
  selfDelta(node) {
    return this.delta(this.targetSelf[node], this.baselineSelf[node]);
  }

  // The same of the samples that pass through a node.
  totalDelta(node) {
    return this.totalDeltas[node];
  }

  // What the baseline's samples count that end in a node or below it, in nodes that the target lacks.
  get elidedTotals() {
    return (this.elided ??= addUpElided(this));
  }

  // One fraction of whole numbers, rounded once: equal shares give exactly 0. Where a product may be beyond 2^53, with numbers of any length.
  delta(target, baseline) {
    const { targetAmount, baselineAmount, scale, products } = this;
    if (products.areExact) return ((target * baselineAmount - baseline * targetAmount) / (targetAmount * baselineAmount)) * scale;
    if (target === 0 && baseline === 0) return 0;
    const over = BigInt(target) * products.baselineAmount - BigInt(baseline) * products.targetAmount;
    return (Number(over) / products.under) * scale;
  }
}

function productsOf({ target, baseline, targetAmount, baselineAmount }) {
  const greatest = Math.max(target.total, targetAmount) * Math.max(baselineAmount, baseline.total);
  const under = BigInt(targetAmount) * BigInt(baselineAmount);
  return {
    areExact: greatest <= Number.MAX_SAFE_INTEGER,
    targetAmount: BigInt(targetAmount),
    baselineAmount: BigInt(baselineAmount),
    under: Number(under),
  };
}

// What the values of a side are divided by; 1 for a side whose values are all 0.
function amountOf(tree, normalization) {
  const amount =
    normalization === 'total'
      ? tree.total
      : normalization === 'time'
        ? durationOf(tree.selection)
        : normalization === 'cpuTime'
          ? totalOf(tree.selection, 'period')
          : normalization === 'none'
            ? 1
            : NaN;
  if (amount > 0 || tree.total === 0) return Math.max(amount, 1);
  if (normalization === 'time') throw new Error('A side of the comparison has samples but spans no time: there is no rate to compare.');
  if (normalization === 'cpuTime') {
    throw new Error('A side of the comparison has samples whose periods are all 0: there is no CPU time to compare by.');
  }
  throw new Error(`There is no normalization ${normalization}.`);
}

// How much of a selection's time lies between the profile's first and last sample, both included. What is left of another is in two pieces or
// in one: its time is the other's less that of the part.
function durationOf({ profile, from, to, without }) {
  const { times, untimed, count } = profile;
  if (untimed === count) return 0;
  const start = Math.max(from ?? -Infinity, times[untimed]);
  const end = Math.min(to ?? Infinity, times[count - 1] + 1);
  return Math.max(end - start, 0) - (without ? durationOf(without) : 0);
}

// Both trees are some nodes of one index, in its order: uniting them compares numbers only.
function unite(diff, target, baseline) {
  const ofTarget = placesOf(target);
  const ofBaseline = placesOf(baseline);
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

// For each node of a tree its place in the index.
function placesOf(tree) {
  return tree.nodes ?? new Int32Array(tree.count).map((_, node) => node);
}

function link(diff) {
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

function spread(values, nodes) {
  const result = new Float64Array(nodes.length);
  for (let i = 0; i < nodes.length; i++) if (nodes[i] >= 0) result[i] = values[nodes[i]];
  return result;
}

function addUpElided({ count, parents, targetNodes, baselineSelf }) {
  const totals = new Float64Array(count);
  for (let node = count - 1; node >= 0; node--) {
    if (targetNodes[node] < 0) totals[node] += baselineSelf[node];
    if (node > 0) totals[parents[node]] += totals[node];
  }
  return totals;
}
