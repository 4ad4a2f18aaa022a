// CPU usage as the average number of busy CPUs: the CPU time that the samples represent, divided by the elapsed time.

// Divides a time range into equal buckets and returns the average number of busy CPUs per bucket: {values, from, to, length, method}. Returns
// null where the recording does not contain the CPU time per sample. Only samples of one event are used, so that no CPU time is counted twice.
export function cpuUsageOverTime(selection, { from = selection.profile.start, to = selection.profile.span, buckets = 100 } = {}) {
  const { profile, mask } = selection;
  const interval = sampleIntervals(profile);
  if (!interval || !(to > from)) return null;
  const length = (to - from) / buckets;
  const values = new Float64Array(buckets);
  const { times, events, untimed } = profile;
  for (let i = Math.max(selection.start, untimed); i < selection.end; i++) {
    if (!mask[i] || (interval.event >= 0 && events[i] !== interval.event) || times[i] < from || times[i] >= to) continue;
    values[Math.min(Math.floor((times[i] - from) / length), buckets - 1)] += interval.values ? interval.values[i] : interval.nanoseconds;
  }
  for (let i = 0; i < buckets; i++) values[i] /= length;
  return { values, from, to, length, method: interval.method };
}

// Returns the average number of busy CPUs of a selection over a time range; null where it is unknown.
export function averageCpuUsage(selection, from, to) {
  const usage = cpuUsageOverTime(selection, { from, to, buckets: 1 });
  return usage?.values[0];
}

// Returns the event whose samples represent CPU time, and the CPU time that each represents; null where there is no such event. The periods of
// clock events are nanoseconds of CPU time. For other events that are sampled at a frequency it is the sampling interval, which the recorder
// keeps while a CPU is busy. Tracepoints and counted software events have no frequency.
export function sampleIntervals(profile) {
  return profile.cached('sample intervals', () => {
    const cpu = profile.weights.find(weight => weight.unit === 'nanoseconds' && weight.name.split('/')[0] === 'cpu');
    if (cpu?.values) return { event: -1, values: cpu.values, method: 'CPU time of samples' };
    const clock = mostFrequentEvent(profile, name => clockEvent.test(name));
    const event = clock >= 0 ? clock : mostFrequentEvent(profile, name => hasFrequency(profile, name));
    if (event < 0) return null;
    // The period is 1 where the recording does not contain periods.
    const periods = profile.weights.find(weight => weight.name === 'period')?.values;
    if (clock >= 0 && periods?.some((period, i) => period > 1 && profile.events[i] === event)) {
      return { event, values: periods, method: 'periods of clock samples' };
    }
    if (!profile.frequency) return null;
    return { event, values: null, nanoseconds: 1e9 / profile.frequency, method: `samples at ${profile.frequency} Hz` };
  });
}

const clockEvent = /^(cpu|task)-clock(:|$)/;
const softwareEvent =
  /^(context-switches|cs|page-faults|faults|minor-faults|major-faults|cpu-migrations|migrations|alignment-faults|emulation-faults|bpf-output|dummy|cgroup-switches)(:|$)/;
// A tracepoint such as sched:sched_switch. A colon can also be followed by modifiers, as in cycles:ppp.
const tracepoint = /^[^:/]+:(?![ukhGHpPSDIWe]*$)/;

// The recording's header may say which events have a frequency. Otherwise it is that of the events that can have one.
function hasFrequency({ frequencyEvents, eventNames }, name) {
  if (frequencyEvents.some(event => eventNames.includes(event))) return frequencyEvents.includes(name);
  return eventNames.length === 1 || !(softwareEvent.test(name) || tracepoint.test(name));
}

// Idle samples, which are most of the samples of threads that wait, decide only between events that have no others.
function mostFrequentEvent(profile, accepts) {
  const counts = new Float64Array(profile.eventNames.length);
  for (let i = 0; i < profile.count; i++) counts[profile.events[i]] += profile.idle[i] ? 1e-9 : 1;
  let most = -1;
  for (let event = 0; event < counts.length; event++)
    if (counts[event] > 0 && accepts(profile.eventNames[event]) && !(counts[event] <= counts[most])) most = event;
  return most;
}
