// Returns the stacks of the samples sorted by their paths from leaf to root (byRank), and the rank of each stack. A path precedes its
// continuations.
//
// A multikey quicksort with three-way partitioning by one frame at a time: stacks with equal frames continue with the callers, single stacks
// are done. A stack is therefore compared only up to the first frame that distinguishes it.
export function reversedOrder(profile) {
  return profile.cached('reversed order', () => {
    const { stackCount, stackParents, stackFrames, frameLabels, frameKinds, stacks } = profile;
    const keys = new Uint32Array(stackCount);
    const ancestors = new Uint32Array(stackCount);
    const ranks = new Uint32Array(stackCount);
    for (let i = 0; i < stackCount; i++) ancestors[i] = i; // the ancestor whose frame is compared next
    for (let i = 1; i < stackCount; i++) keys[i] = frameLabels[stackFrames[i]] * 16 + frameKinds[stackFrames[i]] + 1;
    const byRank = distinctOf(stacks, stackCount);
    const pending = [0, byRank.length];
    while (pending.length > 0) {
      const high = pending.pop();
      const low = pending.pop();
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
      pending.push(low, less, less, more, more, high);
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
