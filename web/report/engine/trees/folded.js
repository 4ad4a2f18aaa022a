// Folded stacks of a tree, as the library's FoldedStacks: comm;root;…;leaf count, a line a distinct stack, in ordinal order of their bytes.
// A ; in a name is written :, a control character is written as a blank. Stacks that count nothing are left out, and a sample without any
// frame or group is the stack [no frames].
//
// All lines that pass through a start with a; and so stand together, but the line that ends in a need not stand right before them, since a
// blank is less than a semicolon. So a node is two steps, its own line and its block, each with a key of its own. Steps of equal keys, of
// names that are written alike, are joined.
export function foldedText(tree) {
  const keys = new StepKeys(tree);
  const lines = [];
  const steps = stepsBelow(tree, [0], '', keys);
  while (steps.length > 0) {
    const step = steps.pop();
    const group = [step.node];
    while (steps.length > 0 && keys.compare(step, steps.at(-1)) === 0 && steps.at(-1).path === step.path) group.push(steps.pop().node);
    const path = step.path + keys.textOf(step.node);
    if (step.isBlock) steps.push(...stepsBelow(tree, group, `${path};`, keys));
    else lines.push(`${path} ${group.reduce((sum, node) => sum + tree.self[node], 0)}\n`);
  }
  return lines.join('');
}

// The steps of all children of a group, the last first.
function stepsBelow({ self, subtreeEnds }, group, path, keys) {
  const steps = [];
  for (const parent of group) {
    if (parent === 0 && self[0] !== 0) steps.push({ node: 0, path, isBlock: false });
    for (let child = parent + 1; child < subtreeEnds[parent]; child = subtreeEnds[child]) {
      if (self[child] !== 0) steps.push({ node: child, path, isBlock: false });
      if (subtreeEnds[child] > child + 1) steps.push({ node: child, path, isBlock: true });
    }
  }
  return steps.sort((a, b) => keys.compare(b, a));
}

// The written names of a tree's nodes, as bytes and as text. The root itself is in no path: what it counts are samples without frames.
class StepKeys {
  constructor(tree) {
    this.tree = tree;
    this.bytes = new Map();
    this.texts = new Map();
    this.noFrames = new TextEncoder().encode('[no frames]');
  }

  compare(a, b) {
    const x = this.bytesOf(a.node);
    const y = this.bytesOf(b.node);
    const common = Math.min(x.length, y.length);
    for (let i = 0; i < common; i++) if (x[i] !== y[i]) return x[i] - y[i];
    return after(x, a.isBlock, common) - after(y, b.isBlock, common);
  }

  bytesOf(node) {
    return remembered(this.bytes, this.keyOf(node), () => {
      const name = node === 0 ? this.noFrames : this.tree.utf8Of(node);
      return name.some(isChanged) ? name.map(byte => (isChanged(byte) ? (byte === semicolon ? colon : blank) : byte)) : name;
    });
  }

  textOf(node) {
    return remembered(this.texts, this.keyOf(node), () => new TextDecoder('utf-8', { ignoreBOM: true }).decode(this.bytesOf(node)));
  }

  // Frames by their label, groups by their number.
  keyOf(node) {
    return node === 0 ? 0 : this.tree.frames[node] >= 0 ? this.tree.names[node] * 2 + 1 : this.tree.names[node] * 2 + 2;
  }
}

const semicolon = 0x3b;
const colon = 0x3a;
const blank = 0x20;

function isChanged(byte) {
  return byte < 0x20 || byte === 0x7f || byte === semicolon;
}

// What follows the common part of a key; -1 is its end, which is where its count would stand.
function after(name, isBlock, common) {
  return name.length > common ? name[common] : isBlock ? semicolon : -1;
}

function remembered(map, key, make) {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
