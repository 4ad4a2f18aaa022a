import { treeIndexOf } from './tree-index.js';

// The stacks of a selection as a tree with values, equal to the library's StackTree: columns of equal length with one row per node, in
// pre-order. Node 0 is the root. A node exists when a sample passes through it; its value may be 0, since periods may be 0.
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

  // The number of a node in links, and the node of such a number; -1 where there is none.
  linkOfNode(node) {
    return node;
  }

  nodeOfLink(link) {
    return link < this.count ? link : -1;
  }

  // The same tree with the number of samples as value.
  get ofSamples() {
    if (this.profile.weightOf(this.weight) === this.profile.weights[0]) return this;
    return (this.samplesTree ??= buildTree(this.selection, { grouping: this.grouping, reversed: this.reversed }));
  }

  // 'root', the label of a group, or the shown name of a frame.
  nameOf(node) {
    if (this.frames[node] >= 0) return this.profile.labelNames.at(this.names[node]);
    return node === 0 ? 'root' : this.index.groups.names[this.names[node]];
  }

  // The bytes of the name as recorded.
  utf8Of(node) {
    if (this.frames[node] >= 0) return this.profile.labelNames.utf8(this.names[node]);
    return node === 0 ? new TextEncoder().encode('root') : this.index.groups.utf8[this.names[node]];
  }

  // The module of one of the node's frames; empty where there is none.
  moduleOf(node) {
    return this.frames[node] < 0 ? '' : this.profile.moduleNames.at(this.profile.frameModules[this.frames[node]]);
  }
}

// Builds the tree of a selection. grouping: 'comm' | 'pid' | 'tid' | 'none' | 'label:KEY'; weight: the name of
// one of the profile's weights; reversed: true to start at the leaf.
export function buildTree(selection, { grouping = 'comm', weight = 'samples', reversed = false } = {}) {
  const index = treeIndexOf(selection.profile, grouping, reversed);
  const tree = new Tree(index, selection, { grouping, weight, reversed });
  const sums = sumTerminals(selection, weight, index);
  const nodes = reachedNodes(index, sums);
  if (nodes.length === index.count) copyAllNodes(tree, index, sums);
  else copyReachedNodes(tree, index, sums, nodes);
  return tree;
}

// Returns prefix sums over the terminal nodes, of values and of sample counts. Row i is the sum of the terminal nodes before i.
function sumTerminals({ profile, mask, start, end }, weight, { count, firstTerminals, sampleTerminals }) {
  const terminalCount = firstTerminals[count];
  const counts = new Float64Array(terminalCount + 1);
  for (let i = start; i < end; i++) counts[sampleTerminals[i] + 1] += mask[i];
  let values = counts;
  const each = profile.valuesOf(weight);
  if (each) {
    values = new Float64Array(terminalCount + 1);
    for (let i = start; i < end; i++) if (mask[i]) values[sampleTerminals[i] + 1] += each[i];
    prefixSum(values);
  }
  prefixSum(counts);
  return { values, counts };
}

function prefixSum(values) {
  for (let i = 1; i < values.length; i++) values[i] += values[i - 1];
}

// Returns the nodes of the index that samples pass through. The descendants of a node without samples are skipped.
function reachedNodes(index, { counts }) {
  const { count, firstTerminals, subtreeEnds } = index;
  const nodes = (index.scratch ??= new Int32Array(count));
  let length = 0;
  for (let node = 0; node < count; ) {
    const end = subtreeEnds[node];
    if (node === 0 || counts[firstTerminals[end]] > counts[firstTerminals[node]]) nodes[length++] = node++;
    else node = end;
  }
  return nodes.subarray(0, length);
}

function copyAllNodes(tree, index, { values }) {
  const { count, parents, depths, subtreeEnds, names, kinds, frames, firstTerminals } = index;
  const self = new Float64Array(count);
  const totals = new Float64Array(count);
  for (let node = 0; node < count; node++) {
    const before = values[firstTerminals[node]];
    self[node] = values[firstTerminals[node + 1]] - before;
    totals[node] = values[firstTerminals[subtreeEnds[node]]] - before;
  }
  index.maximumDepth ??= depths.reduce((deepest, depth) => Math.max(deepest, depth), 0);
  // nodes maps the tree's nodes to those of the index; null where they are equal.
  Object.assign(tree, { count, parents, depths, subtreeEnds, names, kinds, frames, self, totals, nodes: null, maximumDepth: index.maximumDepth });
}

function copyReachedNodes(tree, index, { values }, reached) {
  const { firstTerminals } = index;
  const count = reached.length;
  const nodes = reached.slice();
  const parents = new Int32Array(count);
  const depths = new Int32Array(count);
  const subtreeEnds = new Int32Array(count);
  const frames = new Int32Array(count);
  const names = new Uint32Array(count);
  const kinds = new Uint8Array(count);
  const self = new Float64Array(count);
  const totals = new Float64Array(count);
  const path = []; // the last node at each depth
  let last = -1;
  let deepest = 0;
  for (let to = 0; to < count; to++) {
    const node = nodes[to];
    const depth = index.depths[node];
    const before = values[firstTerminals[node]];
    for (; last >= depth; last--) subtreeEnds[path[last]] = to;
    path[(last = depth)] = to;
    if (depth > deepest) deepest = depth;
    parents[to] = depth === 0 ? -1 : path[depth - 1];
    depths[to] = depth;
    frames[to] = index.frames[node];
    names[to] = index.names[node];
    kinds[to] = index.kinds[node];
    self[to] = values[firstTerminals[node + 1]] - before;
    totals[to] = values[firstTerminals[index.subtreeEnds[node]]] - before;
  }
  for (; last >= 0; last--) subtreeEnds[path[last]] = count;
  Object.assign(tree, { count, parents, depths, subtreeEnds, names, kinds, frames, self, totals, nodes, maximumDepth: deepest });
}
