// How many processors were busy, on average: the time that samples stand for, divided by the time they were taken in.

// The mean busy processors of each of some equal times from one time to another: {values, from, to, length, method}; null where the recording
// does not tell how long a sample stands for. Only samples of the profile's most frequent event count, so that none counts twice.
export function busyLine(selection, { from = selection.profile.start, to = selection.profile.span, buckets = 100 } = {}) {
  const { profile, mask } = selection;
  const interval = sampleIntervals(profile);
  if (!interval || !(to > from)) return null;
  const length = (to - from) / buckets;
  const values = new Float64Array(buckets);
  const { times, events, periods, untimed } = profile;
  for (let i = Math.max(selection.start, untimed); i < selection.end; i++) {
    if (!mask[i] || events[i] !== interval.event || times[i] < from || times[i] >= to) continue;
    values[Math.min(Math.floor((times[i] - from) / length), buckets - 1)] += interval.byPeriod ? periods[i] : interval.nanoseconds;
  }
  for (let i = 0; i < buckets; i++) values[i] /= length;
  return { values, from, to, length, method: interval.method };
}

// The mean busy processors of a selection over a time; null where that cannot be told.
export function busyCpus(selection, from, to) {
  const line = busyLine(selection, { from, to, buckets: 1 });
  return line?.values[0];
}

// What a sample of the most frequent event stands for. Clock events count nanoseconds of a processor; of others the frequency tells, which
// the recorder keeps to while a processor is busy.
export function sampleIntervals(profile) {
  return profile.remember('sample intervals', () => {
    const counts = new Float64Array(profile.eventNames.length);
    for (const event of profile.events) counts[event]++;
    const event = counts.indexOf(Math.max(...counts));
    if (event < 0) return null;
    const isClock = /^(cpu|task)-clock(:|$)/.test(profile.eventNames[event]);
    // A period of 1 is what a sample has whose recording does not tell it.
    if (isClock && profile.periods.some((period, i) => period > 1 && profile.events[i] === event)) {
      return { event, byPeriod: true, method: 'periods of clock samples' };
    }
    if (!profile.frequency) return null;
    return { event, byPeriod: false, nanoseconds: 1e9 / profile.frequency, method: `samples at ${profile.frequency} Hz` };
  });
}
