// Returns the folded stacks of a tree, equal to the library's FoldedStacks: one line "comm;root;…;leaf count" per distinct stack, in ordinal
// order of the bytes. A semicolon in a name is written as a colon, a control character as a space, bytes that are not UTF-8 as U+FFFD. Stacks
// with a value of 0 are omitted.
// Samples without a frame or group have the stack [no frames].
//
// The lines of all stacks below a node "a" start with "a;" and are therefore adjacent. The line of "a" itself does not always directly precede
// them, since a space sorts before a semicolon. Each node is therefore two steps with separate sort keys: its line, and the block of the lines
// below it. Steps with equal keys, from names that are written alike, are merged.
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

// Returns the steps of all children of a group in reverse order.
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

// The names of a tree's nodes as written, in bytes and as text. The root is part of no path; its own value is that of samples without frames.
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
    return getOrAdd(this.bytes, this.keyOf(node), () => {
      const name = validUtf8(node === 0 ? this.noFrames : this.tree.utf8Of(node));
      return name.some(isChanged) ? name.map(byte => (isChanged(byte) ? (byte === semicolon ? colon : space) : byte)) : name;
    });
  }

  textOf(node) {
    return getOrAdd(this.texts, this.keyOf(node), () => new TextDecoder('utf-8', { ignoreBOM: true }).decode(this.bytesOf(node)));
  }

  // Odd keys are labels of frames, even keys are group numbers.
  keyOf(node) {
    return node === 0 ? 0 : this.tree.frames[node] >= 0 ? this.tree.names[node] * 2 + 1 : this.tree.names[node] * 2 + 2;
  }
}

// Bytes that are not UTF-8 are written as U+FFFD, so names that differ only in such bytes are equal.
function validUtf8(name) {
  return name.some(byte => byte >= 0x80) ? new TextEncoder().encode(new TextDecoder('utf-8', { ignoreBOM: true }).decode(name)) : name;
}

const semicolon = 0x3b;
const colon = 0x3a;
const space = 0x20;

function isChanged(byte) {
  return byte < 0x20 || byte === 0x7f || byte === semicolon;
}

// Returns the byte that follows the common prefix of a name; -1 at the end of a line's key, where its count follows.
function after(name, isBlock, common) {
  return name.length > common ? name[common] : isBlock ? semicolon : -1;
}

function getOrAdd(map, key, make) {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
