// Some samples of a profile: those of a run of rows, from start up to, not including, end, whose byte in the mask is 1. Rows in time order,
// so a range is two binary searches. from and to are nanoseconds after the origin, null where open.
export class Selection {
  constructor(profile, mask, counts, start, end, from, to) {
    Object.assign(this, { profile, mask, counts, start, end, from, to });
  }

  // The number of samples: counts holds the number of taken ones before each row.
  get count() {
    return this.counts[this.end] - this.counts[this.start];
  }
}

export function selectionOf(profile, mask) {
  const counts = new Uint32Array(profile.count + 1);
  for (let i = 0, count = 0; i < profile.count; i++) counts[i + 1] = count += mask[i];
  return new Selection(profile, mask, counts, 0, profile.count, null, null);
}

// The samples that a filter takes: {event, comm, pid, tid, cpu: a value or null, match, exclude: RegExp or null, idle: 'exclude' | 'include'}.
// As the library's SampleFilter: conditions on stacks and threads are decided once a stack and once a thread. But a comm or event that is not
// UTF-8 is taken by what it reads as, since that is all a reader of the page can ask for.
export function selectSamples(profile, filter = {}) {
  const mask = new Uint8Array(profile.count).fill(1);
  const { threads, stacks, events, cpus, idle } = profile;
  const keep = takes => {
    for (let i = 0; i < mask.length; i++) if (!takes(i)) mask[i] = 0;
  };
  if (filter.idle !== 'include') keep(i => idle[i] === 0);
  if (isGiven(filter.event)) {
    const takes = Uint8Array.from(profile.eventNames, name => name === filter.event);
    keep(i => takes[events[i]]);
  }
  if (isGiven(filter.comm) || isGiven(filter.pid) || isGiven(filter.tid)) {
    const takes = threadsOf(profile, filter);
    keep(i => takes[threads[i]]);
  }
  if (isGiven(filter.cpu)) keep(i => cpus[i] === filter.cpu);
  if (filter.match) {
    const takes = matchStacks(profile, matchLabels(profile, filter.match));
    keep(i => takes[stacks[i]]);
  }
  if (filter.exclude) {
    const drops = matchStacks(profile, matchLabels(profile, filter.exclude));
    keep(i => !drops[stacks[i]]);
  }
  return selectionOf(profile, mask);
}

// The samples of a selection that lie in [from, to). Any from but null leaves out samples without a time.
export function within(selection, from, to) {
  const { profile, mask, counts } = selection;
  if (from === null && to === null) return selection;
  const newFrom = later(selection.from, from);
  const newTo = earlier(selection.to, to);
  const start = Math.max(selection.start, firstAtOrAfter(profile, newFrom ?? -Infinity));
  let end = newTo === null ? selection.end : Math.min(selection.end, firstAtOrAfter(profile, newTo));
  if (newFrom !== null && newTo !== null && newTo <= newFrom) end = start;
  return new Selection(profile, mask, counts, start, Math.max(start, end), newFrom, newTo);
}

// Those of a selection that are not in a part of it.
export function rest(selection, part) {
  const mask = new Uint8Array(selection.profile.count);
  for (let i = selection.start; i < selection.end; i++) {
    mask[i] = selection.mask[i] & (i >= part.start && i < part.end ? part.mask[i] ^ 1 : 1);
  }
  const { counts } = selectionOf(selection.profile, mask);
  const left = new Selection(selection.profile, mask, counts, selection.start, selection.end, selection.from, selection.to);
  left.without = part; // its time is that of the selection less that of the part
  return left;
}

// What the samples count together: weight is 'samples' or 'period'.
export function totalOf(selection, weight) {
  if (weight !== 'period') return selection.count;
  const {
    mask,
    profile: { periods },
  } = selection;
  let total = 0;
  for (let i = selection.start; i < selection.end; i++) if (mask[i]) total += periods[i];
  return total;
}

// The first row whose time is this or later; the number of samples when there is none. Rows without a time are before all others.
export function firstAtOrAfter(profile, time) {
  let low = profile.untimed;
  let high = profile.count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (profile.times[middle] < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

// For each label whether an expression matches it. The library's expressions have no flags; those given here are kept but for g and y, which
// would make a match depend on the one before.
export function matchLabels(profile, regex) {
  const stateless = new RegExp(regex.source, regex.flags.replace(/[gy]/g, ''));
  const { labels } = profile;
  const matches = new Uint8Array(labels.length);
  for (let i = 0; i < labels.length; i++) if (stateless.test(labels[i])) matches[i] = 1;
  return matches;
}

// For each stack whether the label of one of its frames is among the matching ones: a stack has what its parent has.
export function matchStacks(profile, labelMatches) {
  const { stackParents, stackFrames, frameLabels } = profile;
  const matches = new Uint8Array(profile.stackCount);
  for (let i = 1; i < matches.length; i++) matches[i] = matches[stackParents[i]] | labelMatches[frameLabels[stackFrames[i]]];
  return matches;
}

function threadsOf(profile, { comm, pid, tid }) {
  return Uint8Array.from(
    profile.threadComms,
    (name, i) =>
      (!isGiven(comm) || profile.comms[name] === comm) &&
      (!isGiven(pid) || profile.threadPids[i] === pid) &&
      (!isGiven(tid) || profile.threadTids[i] === tid),
  );
}

function isGiven(value) {
  return value !== null && value !== undefined && value !== '';
}

function later(a, b) {
  return a === null ? b : b === null ? a : Math.max(a, b);
}

function earlier(a, b) {
  return a === null ? b : b === null ? a : Math.min(a, b);
}
