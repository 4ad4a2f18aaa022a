import {subtreeEndsOf, treeIndexOf} from './tree-index.js';

// The stacks of a selection as a tree with values, as the library's StackTree: columns of equal length, a row a node, in pre-order; node 0 is
// the root. A node is there when a sample passes through it; its values may be 0, since periods may.
export class Tree {
  constructor(index, selection, options) {
    Object.assign(this, options); // grouping, weight, reversed
    this.index = index;
    this.selection = selection;
    this.profile = selection.profile;
    this.sampleCount = selection.count;
  }

  get total() {
    return this.totals[0];
  }

  // root, the group's label, or the name its frames are shown under.
  nameOf(node) {
    if (this.frames[node] >= 0) return this.profile.labelNames.at(this.names[node]);
    return node === 0 ? 'root' : this.index.groups.names[this.names[node]];
  }

  // The name's bytes, as they were recorded.
  utf8Of(node) {
    if (this.frames[node] >= 0) return this.profile.labelNames.utf8(this.names[node]);
    return node === 0 ? new TextEncoder().encode('root') : this.index.groups.utf8[this.names[node]];
  }

  // The module of a frame that stands for the node's; empty where there is none.
  moduleOf(node) {
    return this.frames[node] < 0 ? '' : this.profile.moduleNames.at(this.profile.frameModules[this.frames[node]]);
  }
}

// The tree of a selection. grouping: 'comm' | 'pid' | 'tid' | 'none'; weight: 'samples' | 'period'; reversed: whether from the leaf.
export function buildTree(selection, {grouping = 'comm', weight = 'samples', reversed = false} = {}) {
  const index = treeIndexOf(selection.profile, grouping, reversed);
  const tree = new Tree(index, selection, {grouping, weight, reversed});
  const self = new Float64Array(index.count), isMet = new Uint8Array(index.count);
  countSamples(selection, weight, index.sampleNodes, self, isMet);
  isMet[0] = 1;
  let count = 0;
  for (let node = index.count - 1; node > 0; node--) {
    if (!isMet[node]) continue;
    isMet[index.parents[node]] = 1;
    count++;
  }
  if (++count === index.count) takeAll(tree, index, self);
  else takeMet(tree, index, self, isMet, count);
  tree.totals = addUp(tree);
  return tree;
}

// Children stand behind their parents, so one loop downward brings every value to the root.
export function addUp({self, parents}) {
  const totals = self.slice();
  for (let node = totals.length - 1; node > 0; node--) totals[parents[node]] += totals[node];
  return totals;
}

function countSamples({profile: {periods}, mask, start, end}, weight, nodes, self, isMet) {
  if (weight === 'period') {
    for (let i = start; i < end; i++) {
      if (!mask[i]) continue;
      self[nodes[i]] += periods[i];
      isMet[nodes[i]] = 1;
    }
    return;
  }
  for (let i = start; i < end; i++) self[nodes[i]] += mask[i];
  for (let node = 0; node < self.length; node++) if (self[node] > 0) isMet[node] = 1;
}

function takeAll(tree, index, self) {
  const {count, parents, depths, subtreeEnds, names, kinds, frames} = index;
  Object.assign(tree, {count, parents, depths, subtreeEnds, names, kinds, frames, self, nodes: null});
  tree.maximumDepth = depths.reduce((deepest, depth) => Math.max(deepest, depth), 0);
}

function takeMet(tree, index, self, isMet, count) {
  const parents = new Int32Array(count), depths = new Int32Array(count), frames = new Int32Array(count), nodes = new Int32Array(count);
  const names = new Uint32Array(count), kinds = new Uint8Array(count), values = new Float64Array(count);
  const lastAtDepth = [];
  let deepest = 0;
  for (let node = 0, to = 0; to < count; node++) {
    if (!isMet[node]) continue;
    const depth = index.depths[node];
    if (depth > deepest) deepest = depth;
    lastAtDepth[depth] = to;
    parents[to] = depth === 0 ? -1 : lastAtDepth[depth - 1];
    depths[to] = depth;
    frames[to] = index.frames[node];
    names[to] = index.names[node];
    kinds[to] = index.kinds[node];
    values[to] = self[node];
    nodes[to++] = node;
  }
  // nodes: the places in the index, rising.
  Object.assign(tree, {count, parents, depths, names, kinds, frames, nodes, self: values, maximumDepth: deepest});
  tree.subtreeEnds = subtreeEndsOf(tree);
}
