import {groupsOf} from './groups.js';
import {reversedOrder} from './reversed-order.js';

// The tree of all samples under a grouping and direction, without values, and for each sample the node it ends in. The tree of any selection
// is some of its nodes in the same order: nothing is compared for it, only counted. Made once, when it is first needed.
//
// Nodes are in pre-order, siblings by the bytes of their names and then by kind. Stacks are numbered in that order already, and so the order
// of numbers is all that is needed: of the stacks' numbers forward, of their ranks by path from the leaf in reverse.
export function treeIndexOf(profile, grouping, reversed) {
  return profile.remember(`tree by ${grouping}${reversed ? ', reversed' : ''}`, () => {
    if (grouping === 'none' && !reversed) return forwardUngrouped(profile);
    const builder = new IndexBuilder(profile, grouping);
    if (reversed) builder.addReversed();
    else builder.addForward();
    return builder.toIndex();
  });
}

// The stacks are the nodes.
function forwardUngrouped(profile) {
  const {stackCount, stackFrames, frameLabels, frameKinds} = profile;
  const parents = Int32Array.from(profile.stackParents);
  parents[0] = -1;
  const frames = Int32Array.from(stackFrames);
  frames[0] = -1;
  const names = new Uint32Array(stackCount), kinds = new Uint8Array(stackCount);
  for (let i = 1; i < stackCount; i++) {
    names[i] = frameLabels[stackFrames[i]];
    kinds[i] = frameKinds[stackFrames[i]];
  }
  const shape = {count: stackCount, parents, depths: Int32Array.from(profile.stackDepths), names, kinds, frames};
  return {...shape, subtreeEnds: subtreeEndsOf(shape), groups: groupsOf(profile, 'none'), sampleNodes: profile.stacks};
}

export function subtreeEndsOf({count, parents}) {
  const ends = new Int32Array(count);
  for (let node = count - 1; node >= 0; node--) {
    if (ends[node] === 0) ends[node] = node + 1;
    if (node > 0 && ends[node] > ends[parents[node]]) ends[parents[node]] = ends[node];
  }
  return ends;
}

class IndexBuilder {
  constructor(profile, grouping) {
    this.profile = profile;
    this.isGrouped = grouping !== 'none';
    this.groups = groupsOf(profile, grouping);
    this.count = 0;
    this.parents = new Int32Array(1024);
    this.depths = new Int32Array(1024);
    this.frames = new Int32Array(1024);
    this.groupOfNode = new Uint32Array(1024);
    this.sampleNodes = new Uint32Array(profile.count);
    this.add(-1, 0, -1);
  }

  add(parent, depth, frame) {
    const node = this.count++;
    if (node === this.parents.length) for (const column of ['parents', 'depths', 'frames', 'groupOfNode']) this[column] = grown(this[column]);
    this.parents[node] = parent;
    this.depths[node] = depth;
    this.frames[node] = frame;
    return node;
  }

  addGroup(group) {
    if (!this.isGrouped) return 0;
    const node = this.add(0, 1, -1);
    this.groupOfNode[node] = group;
    return node;
  }

  addForward() {
    const {profile: {stackParents, stackFrames, stackDepths, stackCount}, sampleNodes} = this;
    const nodes = new Uint32Array(stackCount), list = new Uint32Array(stackCount);
    const seen = new Int32Array(stackCount).fill(-1);
    this.eachGroup((group, samples) => {
      let length = 0;
      for (const sample of samples) {
        for (let stack = this.profile.stacks[sample]; stack !== 0 && seen[stack] !== group; stack = stackParents[stack]) {
          seen[stack] = group;
          list[length++] = stack;
        }
      }
      const top = nodes[0] = this.addGroup(group);
      for (const stack of list.subarray(0, length).sort()) {
        nodes[stack] = this.add(nodes[stackParents[stack]], stackDepths[stack] + this.depths[top], stackFrames[stack]);
      }
      for (const sample of samples) sampleNodes[sample] = nodes[this.profile.stacks[sample]];
    });
  }

  addReversed() {
    const {profile, sampleNodes} = this;
    const {stacks, stackCount} = profile;
    const {ranks, byRank} = reversedOrder(profile);
    const nodes = new Uint32Array(stackCount), list = new Uint32Array(stackCount);
    const seen = new Int32Array(stackCount).fill(-1);
    this.eachGroup((group, samples) => {
      let length = 0;
      for (const sample of samples) {
        const stack = stacks[sample];
        if (seen[stack] === group) continue;
        seen[stack] = group;
        list[length++] = ranks[stack];
      }
      const path = [this.addGroup(group)];
      let previous = 0;
      for (const rank of list.subarray(0, length).sort()) {
        const stack = byRank[rank];
        nodes[stack] = this.addPath(path, stack, previous);
        previous = stack;
      }
      for (const sample of samples) sampleNodes[sample] = nodes[stacks[sample]];
    });
  }

  // Adds what a stack's path from the leaf does not share with that of the stack before it. path[i] is the node after i frames of that.
  addPath(path, stack, previous) {
    const {stackParents, stackFrames, frameLabels, frameKinds} = this.profile;
    let shared = 0;
    for (; stack !== 0 && previous !== 0; stack = stackParents[stack], previous = stackParents[previous], shared++) {
      const a = stackFrames[stack], b = stackFrames[previous];
      if (frameLabels[a] !== frameLabels[b] || frameKinds[a] !== frameKinds[b]) break;
    }
    let node = path[shared];
    for (; stack !== 0; stack = stackParents[stack]) {
      node = this.add(node, this.depths[node] + 1, stackFrames[stack]);
      path[++shared] = node;
    }
    return node;
  }

  // Calls with each group that has samples, in order, and their rows.
  eachGroup(take) {
    const {profile: {threads, count}, groups: {byThread, utf8}} = this;
    const ends = new Uint32Array(utf8.length + 1);
    for (let i = 0; i < count; i++) ends[byThread[threads[i]] + 1]++;
    for (let group = 0; group < utf8.length; group++) ends[group + 1] += ends[group];
    const next = ends.slice(), rows = new Uint32Array(count);
    for (let i = 0; i < count; i++) rows[next[byThread[threads[i]]]++] = i;
    for (let group = 0; group < utf8.length; group++) {
      if (ends[group + 1] > ends[group]) take(group, rows.subarray(ends[group], ends[group + 1]));
    }
  }

  toIndex() {
    const {count, profile: {frameLabels, frameKinds}} = this;
    const names = this.groupOfNode.slice(0, count), kinds = new Uint8Array(count), frames = this.frames.slice(0, count);
    for (let node = 0; node < count; node++) {
      if (frames[node] < 0) continue;
      names[node] = frameLabels[frames[node]];
      kinds[node] = frameKinds[frames[node]];
    }
    const shape = {count, parents: this.parents.slice(0, count), depths: this.depths.slice(0, count), names, kinds, frames};
    return {...shape, subtreeEnds: subtreeEndsOf(shape), groups: this.groups, sampleNodes: this.sampleNodes};
  }
}

function grown(column) {
  const longer = new column.constructor(column.length * 2);
  longer.set(column);
  return longer;
}
