import { newcombeInterval } from '../../report/engine/statistics/newcombe.js';
import { subtreeEndsOf } from '../../report/engine/trees/tree-index.js';

// Trees and differences of trees as the server sends them: columns in pre-order, without the frames that are too narrow to see. Node 0 is the
// root. Below a node whose frames were omitted, one more node stands for them (see isRemainder), so that the other frames stay in place.
class RemoteShape {
  constructor(profile, answer) {
    this.profile = profile;
    this.isPending = false;
    // The samples that a store left out.
    this.omittedSamples = answer.omitted ?? 0;
    this.names = answer.name.map(name => profile.labelNames.idOf(answer.names[name]));
    this.kinds = answer.kind.map(kind => Math.max(kind, 0));
    // A frame has a number, a group has none.
    this.frames = answer.kind.map(kind => (kind < 0 ? -1 : 0));
    this.depths = answer.depths;
    this.ids = answer.ids;
    this.modules = answer.module.map(module => profile.moduleNames.idOf(answer.modules[module] ?? ''));
    this.isOmitted = new Uint8Array(this.depths.length);
  }

  // Calculates the structure from the depths.
  link() {
    this.count = this.depths.length;
    this.parents = new Int32Array(this.count);
    this.maximumDepth = 0;
    const path = [];
    for (let node = 0; node < this.count; node++) {
      const depth = this.depths[node];
      path[depth] = node;
      this.parents[node] = depth === 0 ? -1 : path[depth - 1];
      this.maximumDepth = Math.max(this.maximumDepth, depth);
    }
    this.subtreeEnds = subtreeEndsOf(this);
  }

  // Adds a node for what was omitted below each node. columns: the columns of values; missing: the value of a new node per column.
  addRemainders(missing) {
    const { depths } = this;
    const order = [];
    const path = [];
    const close = depth => {
      while (path.length > depth) {
        const node = path.pop();
        if (missing[node] > 0) order.push(-1 - node);
      }
    };
    for (let node = 0; node < depths.length; node++) {
      close(depths[node]);
      path.push(node);
      order.push(node);
    }
    close(0);
    const pick = (column, ofRemainder) => order.map(node => (node >= 0 ? column[node] : ofRemainder(-1 - node)));
    const zero = () => 0;
    this.names = pick(this.names, zero);
    this.kinds = pick(this.kinds, zero);
    this.frames = pick(this.frames, zero);
    this.depths = pick(this.depths, parent => depths[parent] + 1);
    this.ids = pick(this.ids, () => -1);
    this.modules = pick(this.modules, () => this.profile.moduleNames.idOf(''));
    this.isOmitted = Uint8Array.from(order, node => (node < 0 ? 1 : 0));
    return pick;
  }

  isRemainder(node) {
    return this.isOmitted[node] === 1;
  }

  nameOf(node) {
    return node === 0 ? 'root' : this.isOmitted[node] ? '' : this.profile.labelNames.at(this.names[node]);
  }

  utf8Of(node) {
    return this.profile.labelNames.utf8(this.names[node]);
  }

  moduleOf(node) {
    return this.profile.moduleNames.at(this.modules[node]);
  }

  linkOfNode(node) {
    return Math.max(this.ids[node], 0);
  }

  nodeOfLink(link) {
    return this.ids.indexOf(link);
  }
}

export class RemoteTree extends RemoteShape {
  constructor(profile, answer) {
    super(profile, answer);
    this.isPruned = answer.prunedTotal > 0 || answer.prunedCount > 0;
    this.sampleCount = answer.samples;
    const { totals, self } = answer;
    const pick = this.addRemainders(missingOf(answer.depths, totals, self));
    const missing = missingOf(answer.depths, totals, self);
    this.totals = pick(totals, parent => missing[parent]);
    this.self = pick(self, () => 0);
    this.link();
  }

  get total() {
    return this.totals[0];
  }
}

// A difference. Values are as counted; the amounts of both sides make them comparable.
export class RemoteDiff extends RemoteShape {
  constructor(profile, answer) {
    super(profile, answer);
    this.isPruned = answer.prunedTotal > 0 || answer.prunedCount > 0;
    const { normalization, targetAmount, baselineAmount, scale, maximumDelta, error } = answer;
    Object.assign(this, { normalization, targetAmount, baselineAmount, scale, maximumDelta, error });
    const missing = missingOf(answer.depths, answer.targetTotals, answer.targetSelf);
    const missingElided = missingOf(answer.depths, answer.elided, ownElidedOf(answer));
    const pick = this.addRemainders(missing.map((value, node) => value + missingElided[node]));
    const missingBaseline = missingOf(answer.depths, answer.baselineTotals, answer.baselineSelf);
    this.targetTotals = pick(answer.targetTotals, parent => missing[parent]);
    this.targetSelf = pick(answer.targetSelf, () => 0);
    this.baselineTotals = pick(answer.baselineTotals, parent => missingBaseline[parent]);
    this.baselineSelf = pick(answer.baselineSelf, () => 0);
    this.elidedTotals = pick(answer.elided, parent => missingElided[parent]);
    this.presences = pick(answer.presence, () => 0);
    // Intervals are those of numbers of samples.
    const { samples, baselineSamples, targetTotal, baselineTotal } = answer;
    this.sizes = samples === targetTotal && baselineSamples === baselineTotal ? [samples, baselineSamples] : null;
    this.target = { total: answer.targetTotal };
    this.baseline = { total: answer.baselineTotal };
    this.link();
  }

  presence(node) {
    return ['both', 'new', 'gone'][this.presences[node]];
  }

  // The 95% confidence interval {low, high} of the difference of a node's shares; null where it is unknown.
  intervalOf(node) {
    if (this.normalization !== 'total' || this.sizes === null) return null;
    return newcombeInterval(this.targetTotals[node], this.sizes[0], this.baselineTotals[node], this.sizes[1]);
  }

  isWithinChance(node) {
    const interval = this.intervalOf(node);
    return interval !== null && interval.low <= 0 && interval.high >= 0;
  }

  selfDelta(node) {
    return this.delta(this.targetSelf[node], this.baselineSelf[node]);
  }

  totalDelta(node) {
    return this.delta(this.targetTotals[node], this.baselineTotals[node]);
  }

  delta(target, baseline) {
    const { targetAmount, baselineAmount, scale } = this;
    return ((target * baselineAmount - baseline * targetAmount) / (targetAmount * baselineAmount)) * scale;
  }
}

// Returns for each node the value that neither it nor its children have.
function missingOf(depths, totals, self) {
  const missing = totals.map((total, node) => total - self[node]);
  const path = [];
  for (let node = 0; node < depths.length; node++) {
    path[depths[node]] = node;
    if (depths[node] > 0) missing[path[depths[node] - 1]] -= totals[node];
  }
  return missing.map(value => Math.max(value, 0));
}

// What only the baseline has and ends in the node itself.
function ownElidedOf({ presence, baselineSelf }) {
  return presence.map((where, node) => (where === 2 ? baselineSelf[node] : 0));
}
