import { matchStacks, selectionOf, Selection } from '../samples/selection.js';

// Returns for each node of a tree or a difference whether it matches: frames by labelMatches (see matchLabels), groups by groupMatches, which
// has 1 for each group that matches. The root never matches.
export function matchNodes({ count, frames, names }, labelMatches, groupMatches) {
  const matches = new Uint8Array(count);
  for (let node = 1; node < count; node++) matches[node] = (frames[node] >= 0 ? labelMatches : groupMatches)[names[node]];
  return matches;
}

// Returns the value of the samples that pass through a matching node, each sample counted once.
export function matchedTotal(tree, matchesOfNodes) {
  let total = 0;
  for (let node = 0; node < tree.count; ) {
    if (matchesOfNodes[node]) total += tree.totals[node];
    node = matchesOfNodes[node] ? tree.subtreeEnds[node] : node + 1;
  }
  return total;
}

// Returns the samples of a selection that have a frame with a matching label.
export function matchedSamples(selection, labelMatches) {
  const { profile } = selection;
  const stacks = matchStacks(profile, labelMatches);
  const mask = new Uint8Array(profile.count);
  for (let i = selection.start; i < selection.end; i++) mask[i] = selection.mask[i] & stacks[profile.stacks[i]];
  const { counts } = selectionOf(profile, mask);
  return new Selection(profile, mask, counts, selection.start, selection.end, selection.from, selection.to);
}
