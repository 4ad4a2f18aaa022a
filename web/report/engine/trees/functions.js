import { buildTree } from './tree.js';

// The functions of a tree with their self and total values, as the library's FunctionTable: a function is a name and a kind, a sample counts
// once however often a function is in its stack. Rows {label, kind, name, self, total}, by self falling, then by total falling, then by the
// bytes of their names, then by kind. A reversed tree gives the same table as its forward twin.
export function functionTable(tree) {
  const { count, frames, parents, subtreeEnds, self, totals, names, kinds, reversed, profile } = tree;
  const numbers = noRows(profile);
  const functions = [];
  for (let node = 1; node < count; node++) {
    if (frames[node] < 0) continue;
    const row = rowOf(functions, numbers, names[node], kinds[node], profile);
    if (!reversed) row.self += self[node];
    else if (frames[parents[node]] < 0) row.self += totals[node];
    // In pre-order: a node before the end lies below an outer one of the same function, which has counted its samples.
    if (node < row.end) continue;
    row.total += totals[node];
    row.end = subtreeEnds[node];
  }
  return functions.sort((a, b) => b.self - a.self || b.total - a.total || a.label - b.label || a.kind - b.kind);
}

// Who calls a function and what it calls, over all its places in a selection's stacks: {self, total, callers, callees}, rows as above without
// self, by total falling. A caller's total is what the samples count in which it calls the function directly, each once; a callee's likewise.
// What has no caller is the difference to the total, and what has no callee is self.
export function callersAndCallees(selection, label, kind, { weight = 'samples' } = {}) {
  const { count, frames, parents, subtreeEnds, self, totals, names, kinds, profile } = buildTree(selection, { grouping: 'none', weight });
  const isFunction = node => frames[node] >= 0 && names[node] === label && kinds[node] === kind;
  const result = { self: 0, total: 0, callers: [], callees: [] };
  const callerNumbers = noRows(profile);
  const calleeNumbers = noRows(profile);
  let end = 0;
  const addTo = (rows, numbers, other, node) => {
    const row = rowOf(rows, numbers, names[other], kinds[other], profile);
    if (node < row.end) return;
    row.total += totals[node];
    row.end = subtreeEnds[node];
  };
  for (let node = 1; node < count; node++) {
    const parent = parents[node];
    if (isFunction(parent)) addTo(result.callees, calleeNumbers, node, node);
    if (!isFunction(node)) continue;
    result.self += self[node];
    if (frames[parent] >= 0) addTo(result.callers, callerNumbers, parent, node);
    if (node < end) continue;
    result.total += totals[node];
    end = subtreeEnds[node];
  }
  const byTotal = (a, b) => b.total - a.total || a.label - b.label || a.kind - b.kind;
  result.callers.sort(byTotal);
  result.callees.sort(byTotal);
  return result;
}

// For each function, label * 8 + kind, its row; -1 for none yet.
function noRows(profile) {
  return new Int32Array(profile.labelNames.length * 8).fill(-1);
}

function rowOf(rows, numbers, label, kind, profile) {
  const key = label * 8 + kind;
  if (numbers[key] < 0) {
    numbers[key] = rows.length;
    rows.push(new FunctionRow(profile, label, kind));
  }
  return rows[numbers[key]];
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
