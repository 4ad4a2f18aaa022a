import { treeIndexOf } from './tree-index.js';

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
export function buildTree(selection, { grouping = 'comm', weight = 'samples', reversed = false } = {}) {
  const index = treeIndexOf(selection.profile, grouping, reversed);
  const tree = new Tree(index, selection, { grouping, weight, reversed });
  const sums = sumEnds(selection, weight, index);
  const nodes = metNodes(index, sums);
  if (nodes.length === index.count) takeAll(tree, index, sums);
  else takeSome(tree, index, sums, nodes);
  return tree;
}

// Running sums over the ends: of values, and of samples. In row i is what the ends before i have.
function sumEnds({ profile: { periods }, mask, start, end }, weight, { count, firstEnds, sampleEnds }) {
  const endCount = firstEnds[count];
  const counts = new Float64Array(endCount + 1);
  for (let i = start; i < end; i++) counts[sampleEnds[i] + 1] += mask[i];
  let values = counts;
  if (weight === 'period') {
    values = new Float64Array(endCount + 1);
    for (let i = start; i < end; i++) if (mask[i]) values[sampleEnds[i] + 1] += periods[i];
    addUpRows(values);
  }
  addUpRows(counts);
  return { values, counts };
}

function addUpRows(values) {
  for (let i = 1; i < values.length; i++) values[i] += values[i - 1];
}

// The places of the nodes that samples pass through. What lies below one that none does is stepped over.
function metNodes(index, { counts }) {
  const { count, firstEnds, subtreeEnds } = index;
  const nodes = (index.scratch ??= new Int32Array(count));
  let length = 0;
  for (let node = 0; node < count; ) {
    const end = subtreeEnds[node];
    if (node === 0 || counts[firstEnds[end]] > counts[firstEnds[node]]) nodes[length++] = node++;
    else node = end;
  }
  return nodes.subarray(0, length);
}

function takeAll(tree, index, { values }) {
  const { count, parents, depths, subtreeEnds, names, kinds, frames, firstEnds } = index;
  const self = new Float64Array(count);
  const totals = new Float64Array(count);
  for (let node = 0; node < count; node++) {
    const before = values[firstEnds[node]];
    self[node] = values[firstEnds[node + 1]] - before;
    totals[node] = values[firstEnds[subtreeEnds[node]]] - before;
  }
  index.maximumDepth ??= depths.reduce((deepest, depth) => Math.max(deepest, depth), 0);
  // nodes: the places in the index; null where they are the same.
  Object.assign(tree, { count, parents, depths, subtreeEnds, names, kinds, frames, self, totals, nodes: null, maximumDepth: index.maximumDepth });
}

function takeSome(tree, index, { values }, met) {
  const { firstEnds } = index;
  const count = met.length;
  const nodes = met.slice();
  const parents = new Int32Array(count);
  const depths = new Int32Array(count);
  const subtreeEnds = new Int32Array(count);
  const frames = new Int32Array(count);
  const names = new Uint32Array(count);
  const kinds = new Uint8Array(count);
  const self = new Float64Array(count);
  const totals = new Float64Array(count);
  const open = []; // for each depth the last node
  let last = -1;
  let deepest = 0;
  for (let to = 0; to < count; to++) {
    const node = nodes[to];
    const depth = index.depths[node];
    const before = values[firstEnds[node]];
    for (; last >= depth; last--) subtreeEnds[open[last]] = to;
    open[(last = depth)] = to;
    if (depth > deepest) deepest = depth;
    parents[to] = depth === 0 ? -1 : open[depth - 1];
    depths[to] = depth;
    frames[to] = index.frames[node];
    names[to] = index.names[node];
    kinds[to] = index.kinds[node];
    self[to] = values[firstEnds[node + 1]] - before;
    totals[to] = values[firstEnds[index.subtreeEnds[node]]] - before;
  }
  for (; last >= 0; last--) subtreeEnds[open[last]] = count;
  Object.assign(tree, { count, parents, depths, subtreeEnds, names, kinds, frames, self, totals, nodes, maximumDepth: deepest });
}
