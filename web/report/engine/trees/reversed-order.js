// The stacks that samples have, in the order of their paths from the leaf: byRank, and for each of them its rank. A path comes before its
// continuations.
//
// A quicksort in three parts by one frame at a time: what is equal goes one frame up and is sorted again, what stands alone is done. So a stack
// is looked at only as far as it is like another.
export function reversedOrder(profile) {
  return profile.remember('reversed order', () => {
    const { stackCount, stackParents, stackFrames, frameLabels, frameKinds, stacks } = profile;
    const keys = new Uint32Array(stackCount);
    const ancestors = new Uint32Array(stackCount);
    const ranks = new Uint32Array(stackCount);
    for (let i = 0; i < stackCount; i++) ancestors[i] = i; // whose frame is looked at
    for (let i = 1; i < stackCount; i++) keys[i] = frameLabels[stackFrames[i]] * 8 + frameKinds[stackFrames[i]] + 1;
    const byRank = distinctOf(stacks, stackCount);
    const open = [0, byRank.length];
    while (open.length > 0) {
      const high = open.pop();
      const low = open.pop();
      if (high - low < 2) continue;
      const pivot = keys[ancestors[byRank[(low + high) >>> 1]]];
      let less = low;
      let more = high;
      for (let i = low; i < more; ) {
        const key = keys[ancestors[byRank[i]]];
        if (key < pivot) swap(byRank, less++, i++);
        else if (key > pivot) swap(byRank, i, --more);
        else i++;
      }
      for (let i = less; i < more; i++) ancestors[byRank[i]] = stackParents[ancestors[byRank[i]]];
      open.push(low, less, less, more, more, high);
    }
    for (let i = 0; i < byRank.length; i++) ranks[byRank[i]] = i;
    return { ranks, byRank };
  });
}

function distinctOf(stacks, stackCount) {
  const isUsed = new Uint8Array(stackCount);
  for (const stack of stacks) isUsed[stack] = 1;
  return Uint32Array.from(isUsed.keys()).filter(stack => isUsed[stack]);
}

function swap(values, a, b) {
  const value = values[a];
  values[a] = values[b];
  values[b] = value;
}
