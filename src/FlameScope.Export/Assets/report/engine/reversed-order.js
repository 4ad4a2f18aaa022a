// The order of the stacks by their paths from the leaf: for each stack its rank, and for each rank its stack.
//
// Ranks by the first frame are known; ranks by the first 2n frames are those of pairs: a stack's rank by n frames, and by n frames that of its
// ancestor n frames up. So a few rounds of sorting suffice, whatever the depth. The empty stack comes first, and a path before its
// continuations.
export function reversedOrder(profile) {
  return profile.remember('reversed order', () => {
    const {stackCount, stackFrames, frameLabels, frameKinds, stackDepths} = profile;
    const keys = new Uint32Array(stackCount);
    for (let i = 1; i < stackCount; i++) keys[i] = frameLabels[stackFrames[i]] * 8 + frameKinds[stackFrames[i]] + 1;
    let byRank = Uint32Array.from(keys, (_, i) => i);
    let {ranks, distinct, order} = rank(byRank, keys, null);
    let ancestors = profile.stackParents;
    let deepest = 0;
    for (const depth of stackDepths) deepest = Math.max(deepest, depth);
    for (let known = 1; known < deepest && distinct < stackCount; known *= 2) {
      const ancestorRanks = new Uint32Array(stackCount);
      for (let i = 0; i < stackCount; i++) ancestorRanks[i] = ranks[ancestors[i]];
      ({ranks, distinct, order} = rank(order, ranks, ancestorRanks));
      const higher = new Uint32Array(stackCount);
      for (let i = 0; i < stackCount; i++) higher[i] = ancestors[ancestors[i]];
      ancestors = higher;
    }
    byRank = order;
    const places = new Uint32Array(stackCount);
    for (let i = 0; i < stackCount; i++) places[byRank[i]] = i;
    return {ranks: places, byRank};
  });
}

// Ranks by one key, or by two, from 0; equal keys have equal ranks.
function rank(order, first, second) {
  if (second) order = sortBy(order, second);
  order = sortBy(order, first);
  const ranks = new Uint32Array(order.length);
  let distinct = 0;
  for (let i = 1; i < order.length; i++) {
    const a = order[i - 1], b = order[i];
    if (first[a] !== first[b] || (second && second[a] !== second[b])) distinct++;
    ranks[b] = distinct;
  }
  return {ranks, order, distinct: order.length === 0 ? 0 : distinct + 1};
}

// A stable counting sort.
function sortBy(order, keys) {
  let greatest = 0;
  for (const key of keys) greatest = Math.max(greatest, key);
  const next = new Uint32Array(greatest + 2);
  for (const key of keys) next[key + 1]++;
  for (let key = 0; key <= greatest; key++) next[key + 1] += next[key];
  const sorted = new Uint32Array(order.length);
  for (const item of order) sorted[next[keys[item]]++] = item;
  return sorted;
}
