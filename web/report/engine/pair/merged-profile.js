import { Selection } from '../samples/selection.js';
import { concatenateNames } from './shared-names.js';

// Two profiles as one, for comparisons only: trees of either one then refer to one index, so that they can be compared. The profiles must share
// their names (see shareNames). The rows of the second profile follow those of the first. The rows have no times: a range is selected in a profile,
// and its selection is then lifted.
export function mergeProfiles(first, second) {
  const { stacks, ...tree } = mergeStacks(first, second);
  return Object.assign(Object.create(first), tree, {
    count: first.count + second.count,
    untimed: first.count + second.count,
    times: null,
    firstCount: first.count,
    stacks: concatenate(
      first.stacks.map(stack => stacks.first[stack]),
      second.stacks.map(stack => stacks.second[stack]),
    ),
    frameLabels: concatenate(first.frameLabels, second.frameLabels),
    frameKinds: concatenate(first.frameKinds, second.frameKinds),
    frameModules: concatenate(first.frameModules, second.frameModules),
    threads: concatenate(first.threads, second.threads, first.threadComms.length),
    threadPids: [...first.threadPids, ...second.threadPids],
    threadTids: [...first.threadTids, ...second.threadTids],
    threadComms: concatenate(first.threadComms, second.threadComms, first.commNames.length),
    commNames: concatenateNames(first.commNames, second.commNames),
    labelSets: concatenate(first.labelSets, second.labelSets, first.sets.length),
    sets: [...first.sets, ...second.sets],
    weights: mergeWeights(first, second),
    cache: new Map(),
  });
}

// Returns the rows of a selection of either profile as a selection of the merged profile. `merged` may have transformed stacks.
export function liftSelection(merged, selection, isSecond) {
  return new LiftedSelection(merged, selection, isSecond ? merged.firstCount : 0);
}

class LiftedSelection extends Selection {
  constructor(merged, original, offset) {
    super(merged, maskAt(original.mask, offset), null, original.start + offset, original.end + offset, null, null);
    this.original = original; // has the times
  }

  get count() {
    return this.original.count;
  }
}

function maskAt(mask, offset) {
  if (offset === 0) return mask;
  const moved = new Uint8Array(offset + mask.length);
  moved.set(mask, offset);
  return moved;
}

function concatenate(first, second, offset = 0) {
  const both = new first.constructor(first.length + second.length);
  both.set(first);
  both.set(offset === 0 ? second : second.map(value => value + offset), first.length);
  return both;
}

// The values that both profiles have, with the same unit. The first is the number of samples.
function mergeWeights(first, second) {
  const valuesOf = (values, count) => values ?? new Float64Array(count).fill(1);
  return first.weights.flatMap(weight => {
    const other = second.weights.find(({ name, unit }) => name === weight.name && unit === weight.unit);
    if (!other) return [];
    if (!weight.values && !other.values) return [weight];
    return [{ ...weight, values: concatenate(valuesOf(weight.values, first.count), valuesOf(other.values, second.count)) }];
  });
}

// Merges two trees of stacks whose siblings have the same order. Returns the columns of the tree, and the new stack of each stack.
//
// The next stack of each tree is a child of the last merged stack or of one of its ancestors. The deeper one therefore comes first; of two at one
// depth, which then have the same parent, the one whose function comes first.
function mergeStacks(first, second) {
  const capacity = first.stackCount + second.stackCount;
  const stackFrames = new Uint32Array(capacity);
  const stackParents = new Uint32Array(capacity);
  const stackDepths = new Uint32Array(capacity);
  const stacks = { first: new Uint32Array(first.stackCount), second: new Uint32Array(second.stackCount) };
  const orderOf = (profile, stack) => profile.frameLabels[profile.stackFrames[stack]] * 16 + profile.frameKinds[profile.stackFrames[stack]];
  const secondFrame = first.frameLabels.length;
  let count = 1;
  let a = 1;
  let b = 1;
  while (a < first.stackCount || b < second.stackCount) {
    const order =
      a === first.stackCount
        ? 1
        : b === second.stackCount
          ? -1
          : second.stackDepths[b] - first.stackDepths[a] || orderOf(first, a) - orderOf(second, b);
    stackFrames[count] = order <= 0 ? first.stackFrames[a] : second.stackFrames[b] + secondFrame;
    stackDepths[count] = order <= 0 ? first.stackDepths[a] : second.stackDepths[b];
    stackParents[count] = order <= 0 ? stacks.first[first.stackParents[a]] : stacks.second[second.stackParents[b]];
    if (order <= 0) stacks.first[a++] = count;
    if (order >= 0) stacks.second[b++] = count;
    count++;
  }
  return {
    stackCount: count,
    stackFrames: stackFrames.subarray(0, count),
    stackParents: stackParents.subarray(0, count),
    stackDepths: stackDepths.subarray(0, count),
    stacks,
  };
}
