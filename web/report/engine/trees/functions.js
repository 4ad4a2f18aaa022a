import { buildTree } from './tree.js';

// Returns the functions of a tree with their self and total values, equal to the library's FunctionTable. A function is a name and a kind. A
// sample is counted once, no matter how often a function is in its stack. The rows {label, kind, name, self, total} are sorted by self
// descending, total descending, the bytes of the name, and kind. A reversed tree gives the same table as the forward tree.
export function functionTable(tree) {
  const { count, frames, parents, subtreeEnds, self, totals, names, kinds, reversed, profile } = tree;
  const rowIndex = emptyRowIndex(profile);
  const functions = [];
  for (let node = 1; node < count; node++) {
    if (frames[node] < 0) continue;
    const row = rowOf(functions, rowIndex, names[node], kinds[node], profile);
    if (!reversed) row.self += self[node];
    else if (frames[parents[node]] < 0) row.self += totals[node];
    // Nodes are in pre-order: a node before row.end is a descendant of a node of the same function, which already includes its samples.
    if (node < row.end) continue;
    row.total += totals[node];
    row.end = subtreeEnds[node];
  }
  return functions.sort((a, b) => b.self - a.self || b.total - a.total || a.label - b.label || a.kind - b.kind);
}

// Returns the callers and callees of a function over all its occurrences in a selection's stacks: {self, total, callers, callees}. Rows are as
// above without self, sorted by total descending. The total of a caller is the value of the samples in which it calls the function directly,
// each counted once; the same applies to callees. The value without a caller is the difference to the total; the value without a callee is
// self.
export function callersAndCallees(selection, label, kind, { weight = 'samples' } = {}) {
  const { count, frames, parents, subtreeEnds, self, totals, names, kinds, profile } = buildTree(selection, { grouping: 'none', weight });
  const isFunction = node => frames[node] >= 0 && names[node] === label && kinds[node] === kind;
  const result = { self: 0, total: 0, callers: [], callees: [] };
  const callerIndex = emptyRowIndex(profile);
  const calleeIndex = emptyRowIndex(profile);
  let end = 0;
  const addTo = (rows, rowIndex, other, node) => {
    const row = rowOf(rows, rowIndex, names[other], kinds[other], profile);
    if (node < row.end) return;
    row.total += totals[node];
    row.end = subtreeEnds[node];
  };
  for (let node = 1; node < count; node++) {
    const parent = parents[node];
    if (isFunction(parent)) addTo(result.callees, calleeIndex, node, node);
    if (!isFunction(node)) continue;
    result.self += self[node];
    if (frames[parent] >= 0) addTo(result.callers, callerIndex, parent, node);
    if (node < end) continue;
    result.total += totals[node];
    end = subtreeEnds[node];
  }
  const byTotal = (a, b) => b.total - a.total || a.label - b.label || a.kind - b.kind;
  result.callers.sort(byTotal);
  result.callees.sort(byTotal);
  return result;
}

// Maps each function, label * 16 + kind, to its row; -1 for none.
function emptyRowIndex(profile) {
  return new Int32Array(profile.labelNames.length * 16).fill(-1);
}

function rowOf(rows, rowIndex, label, kind, profile) {
  const key = label * 16 + kind;
  if (rowIndex[key] < 0) {
    rowIndex[key] = rows.length;
    rows.push(new FunctionRow(profile, label, kind));
  }
  return rows[rowIndex[key]];
}

class FunctionRow {
  constructor(profile, label, kind) {
    this.profile = profile;
    this.label = label;
    this.kind = kind;
    this.self = 0;
    this.total = 0;
    this.end = 0;
  }

  get name() {
    return this.profile.labelNames.at(this.label);
  }
}
