import { groupsOf } from './groups.js';
import { reversedOrder } from './reversed-order.js';

// Returns the merged tree of all samples for a grouping and direction, without values, and the terminal node of each sample. The tree of a
// selection is a subset of its nodes in the same order, so that building it needs counting only, no comparisons. Built once, on first use.
//
// Nodes are in pre-order; siblings are sorted by the bytes of their names, then by kind. Stacks are numbered in that order already. A forward
// tree therefore sorts the numbers of the stacks, a reversed tree their ranks by path from the leaf (see reversedOrder).
//
// Nodes in which samples end (terminal nodes) have a second number, ascending with the nodes. Samples refer to terminal numbers. The terminals
// at or below a node are [firstTerminals[node], firstTerminals[subtreeEnds[node]]), so that its total is the difference of two prefix sums.
export function treeIndexOf(profile, grouping, reversed) {
  return profile.cached(`tree by ${grouping}${reversed ? ', reversed' : ''}`, () => {
    const groups = groupsOf(profile, grouping);
    const shape = grouping === 'none' && !reversed ? stacksAsNodes(profile) : new ShapeBuilder(profile, groups, grouping !== 'none').build(reversed);
    return { ...shape, ...namesOf(shape, profile), ...terminalsOf(shape), subtreeEnds: subtreeEndsOf(shape), groups };
  });
}

// Returns for each node the index after its last descendant.
export function subtreeEndsOf({ count, parents }) {
  const ends = new Int32Array(count);
  for (let node = count - 1; node >= 0; node--) {
    if (ends[node] === 0) ends[node] = node + 1;
    if (node > 0 && ends[node] > ends[parents[node]]) ends[parents[node]] = ends[node];
  }
  return ends;
}

// The forward tree without groups: its nodes are the stacks.
function stacksAsNodes({ stackCount, stackParents, stackDepths, stackFrames, stacks }) {
  const parents = Int32Array.from(stackParents);
  const frames = Int32Array.from(stackFrames);
  parents[0] = frames[0] = -1;
  return { count: stackCount, parents, depths: Int32Array.from(stackDepths), frames, groupOfNode: new Uint32Array(stackCount), sampleNodes: stacks };
}

// The name of a node is the label of its frame or the number of its group.
function namesOf({ count, frames, groupOfNode }, { frameLabels, frameKinds }) {
  const names = new Uint32Array(count);
  const kinds = new Uint8Array(count);
  for (let node = 0; node < count; node++) {
    const frame = frames[node];
    names[node] = frame < 0 ? groupOfNode[node] : frameLabels[frame];
    if (frame >= 0) kinds[node] = frameKinds[frame];
  }
  return { names, kinds };
}

function terminalsOf({ count, sampleNodes }) {
  const firstTerminals = new Uint32Array(count + 1);
  for (const node of sampleNodes) firstTerminals[node + 1] = 1;
  for (let node = 0; node < count; node++) firstTerminals[node + 1] += firstTerminals[node];
  return { firstTerminals, sampleTerminals: sampleNodes.map(node => firstTerminals[node]) };
}

// Adds the stacks of each group below the group's node.
class ShapeBuilder {
  constructor(profile, groups, isGrouped) {
    Object.assign(this, { profile, groups, isGrouped });
    this.sampleNodes = new Uint32Array(profile.count);
    this.reserve(1);
    this.count = 0;
    this.add(-1, 0, 0);
  }

  build(reversed) {
    const order = reversed ? reversedOrder(this.profile) : null;
    // The stacks of the current group, and the node of each stack.
    this.list = new Uint32Array(this.profile.stackCount);
    this.nodes = new Uint32Array(this.profile.stackCount);
    this.seen = new Int32Array(this.profile.stackCount).fill(-1);
    eachGroup(this.profile, this.groups, (group, samples) => {
      if (reversed) this.addReversed(group, samples, order);
      else this.addForward(group, samples);
      for (const sample of samples) this.sampleNodes[sample] = this.nodes[this.profile.stacks[sample]];
    });
    const { count, sampleNodes } = this;
    const trim = column => column.slice(0, count);
    return {
      count,
      parents: trim(this.parents),
      depths: trim(this.depths),
      frames: trim(this.frames),
      groupOfNode: trim(this.groupOfNode),
      sampleNodes,
    };
  }

  // Ensures capacity for a number of additional nodes.
  reserve(more) {
    const needed = (this.count ?? 0) + more;
    if (this.parents && needed <= this.parents.length) return;
    const capacity = Math.max(needed, 2 * (this.parents?.length ?? 512));
    for (const [name, Type] of [
      ['parents', Int32Array],
      ['depths', Int32Array],
      ['frames', Int32Array],
      ['groupOfNode', Uint32Array],
    ]) {
      const column = new Type(capacity);
      if (this[name]) column.set(this[name]);
      this[name] = column;
    }
  }

  add(parent, depth, group) {
    const node = this.count++;
    this.parents[node] = parent;
    this.depths[node] = depth;
    this.frames[node] = -1;
    this.groupOfNode[node] = group;
    return node;
  }

  addForward(group, samples) {
    const {
      profile: { stacks, stackParents, stackFrames, stackDepths },
      list,
      nodes,
      seen,
    } = this;
    let length = 0;
    for (const sample of samples) {
      for (let stack = stacks[sample]; stack !== 0 && seen[stack] !== group; stack = stackParents[stack]) {
        seen[stack] = group;
        list[length++] = stack;
      }
    }
    this.reserve(length + 1);
    const { parents, depths, frames } = this;
    const top = (nodes[0] = this.isGrouped ? this.add(0, 1, group) : 0);
    for (const stack of list.subarray(0, length).sort()) {
      const node = (nodes[stack] = this.count++);
      parents[node] = nodes[stackParents[stack]];
      depths[node] = stackDepths[stack] + depths[top];
      frames[node] = stackFrames[stack];
    }
  }

  addReversed(group, samples, { ranks, byRank }) {
    const {
      profile: { stacks, stackDepths },
      list,
      nodes,
      seen,
    } = this;
    let length = 0;
    let capacity = 1;
    for (const sample of samples) {
      const stack = stacks[sample];
      if (seen[stack] === group) continue;
      seen[stack] = group;
      list[length++] = ranks[stack];
      capacity += stackDepths[stack];
    }
    this.reserve(capacity);
    const path = [this.isGrouped ? this.add(0, 1, group) : 0];
    let previous = 0;
    for (const rank of list.subarray(0, length).sort()) {
      const stack = byRank[rank];
      nodes[stack] = this.addPath(path, stack, previous);
      previous = stack;
    }
  }

  // Adds the part of a stack's path from the leaf that the previous stack's path does not share. path[i] is the node after i frames of it.
  addPath(path, stack, previous) {
    const {
      parents,
      depths,
      frames,
      profile: { stackParents, stackFrames, frameLabels, frameKinds },
    } = this;
    let shared = 0;
    for (; stack !== 0 && previous !== 0; stack = stackParents[stack], previous = stackParents[previous], shared++) {
      const a = stackFrames[stack];
      const b = stackFrames[previous];
      if (a !== b && (frameLabels[a] !== frameLabels[b] || frameKinds[a] !== frameKinds[b])) break;
    }
    let node = path[shared];
    let depth = depths[node];
    for (; stack !== 0; stack = stackParents[stack]) {
      const parent = node;
      node = this.count++;
      parents[node] = parent;
      depths[node] = ++depth;
      frames[node] = stackFrames[stack];
      path[++shared] = node;
    }
    return node;
  }
}

// Calls visit with each group that has samples, in order, and the rows of its samples.
function eachGroup({ count }, { rows: groupRows, byRow, utf8 }, visit) {
  const ends = new Uint32Array(utf8.length + 1);
  for (let i = 0; i < count; i++) ends[byRow[groupRows[i]] + 1]++;
  for (let group = 0; group < utf8.length; group++) ends[group + 1] += ends[group];
  const next = ends.slice();
  const rows = new Uint32Array(count);
  for (let i = 0; i < count; i++) rows[next[byRow[groupRows[i]]]++] = i;
  for (let group = 0; group < utf8.length; group++) {
    if (ends[group + 1] > ends[group]) visit(group, rows.subarray(ends[group], ends[group + 1]));
  }
}
