import { acceptsPicked } from './rows.js';

// A subset of the samples of a profile: the rows in [start, end) whose byte in the mask is 1. Rows are in time order, so a time range is two
// binary searches. from and to are nanoseconds after the origin, null where unbounded.
export class Selection {
  constructor(profile, mask, counts, start, end, from, to) {
    Object.assign(this, { profile, mask, counts, start, end, from, to });
  }

  // The number of samples. counts[i] is the number of selected samples before row i; a row may represent many samples.
  get count() {
    return this.counts[this.end] - this.counts[this.start];
  }
}

export function selectionOf(profile, mask) {
  const each = profile.weights[0].values;
  const counts = new Float64Array(profile.count + 1);
  for (let i = 0, count = 0; i < profile.count; i++) counts[i + 1] = count += each ? mask[i] * each[i] : mask[i];
  return new Selection(profile, mask, counts, 0, profile.count, null, null);
}

// Returns the samples that match a filter: {event, comm, pid, tid, cpu: a value or null, label: 'key=text' or null, match, exclude: RegExp,
// the result of matchLabels, or null, picked: {by, keys} of rows or null, idle: 'exclude' | 'include'}. An event of null means all events. Equal to
// the library's SampleFilter: conditions on stacks and threads are evaluated once per stack and thread.
// In contrast to the library, a comm or event that is not valid UTF-8 is compared by its decoded text, which is all that the page can show.
export function selectSamples(profile, filter = {}) {
  const mask = new Uint8Array(profile.count).fill(1);
  const { threads, stacks, events, cpus, idle } = profile;
  const narrow = accepts => {
    for (let i = 0; i < mask.length; i++) if (!accepts(i)) mask[i] = 0;
  };
  const { excludedSamples } = profile; // by a transform
  if (excludedSamples) narrow(i => excludedSamples[i] === 0);
  if (filter.idle !== 'include') narrow(i => idle[i] === 0);
  if (isGiven(filter.event)) {
    const accepts = Uint8Array.from(profile.eventNames, name => name === filter.event);
    narrow(i => accepts[events[i]]);
  }
  if (isGiven(filter.comm) || isGiven(filter.pid) || isGiven(filter.tid)) {
    const accepts = threadsOf(profile, filter);
    narrow(i => accepts[threads[i]]);
  }
  if (filter.picked) {
    const { column, shift, accepts } = acceptsPicked(profile, filter.picked);
    narrow(i => accepts[column[i] + shift]);
  }
  if (isGiven(filter.cpu)) narrow(i => cpus[i] === filter.cpu);
  if (isGiven(filter.label)) {
    const accepts = Uint8Array.from(profile.sets, set => (set.some(({ key, text }) => `${key}=${text}` === filter.label) ? 1 : 0));
    narrow(i => accepts[profile.labelSets[i]]);
  }
  if (filter.match) {
    const accepts = matchStacks(profile, labelsOf(profile, filter.match));
    narrow(i => accepts[stacks[i]]);
  }
  if (filter.exclude) {
    const rejects = matchStacks(profile, labelsOf(profile, filter.exclude));
    narrow(i => !rejects[stacks[i]]);
  }
  return selectionOf(profile, mask);
}

// Returns the samples of a selection in [from, to). Samples without a time are excluded unless from is null.
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

// Returns the samples of a selection that are not in a part of it.
export function rest(selection, part) {
  const mask = new Uint8Array(selection.profile.count);
  for (let i = selection.start; i < selection.end; i++) {
    mask[i] = selection.mask[i] & (i >= part.start && i < part.end ? part.mask[i] ^ 1 : 1);
  }
  const { counts } = selectionOf(selection.profile, mask);
  const left = new Selection(selection.profile, mask, counts, selection.start, selection.end, selection.from, selection.to);
  left.without = part; // its duration is that of the selection minus that of the part
  return left;
}

// Returns the total value of the samples; weight is the name of one of the profile's weights.
export function totalOf(selection, weight) {
  const { mask, profile } = selection;
  if (profile.weightOf(weight) === profile.weights[0]) return selection.count;
  const values = profile.valuesOf(weight);
  let total = 0;
  for (let i = selection.start; i < selection.end; i++) if (mask[i]) total += values ? values[i] : 1;
  return total;
}

// Returns the events of different units that a total of the profile adds up, such as 'cpu (nanoseconds), alloc (bytes)'; null where all units
// are equal.
export function mixedUnits(profile, weight) {
  const at = profile.weights.indexOf(profile.weightOf(weight));
  const found = profile.eventNames.map((name, event) => ({ name, unit: profile.eventUnits[event][at] })).filter(({ unit }) => unit !== null);
  if (new Set(found.map(({ unit }) => unit)).size < 2) return null;
  return [...new Set(found.map(({ name, unit }) => `${name} (${unit})`))].join(', ');
}

// Returns the first row whose time is at or after the given one; the number of samples when there is none. Rows without a time come first.
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

// Returns for each label whether a regular expression matches it. The flags g and y are removed, since with them a result would depend on the
// previous match.
export function matchLabels(profile, regex) {
  const stateless = new RegExp(regex.source, regex.flags.replace(/[gy]/g, ''));
  const { labels } = profile;
  const matches = new Uint8Array(labels.length);
  for (let i = 0; i < labels.length; i++) if (stateless.test(labels[i])) matches[i] = 1;
  return matches;
}

const labelsOf = (profile, pattern) => (pattern instanceof RegExp ? matchLabels(profile, pattern) : pattern);

// Returns for each stack whether the label of one of its frames matches. A stack matches when its parent does.
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
