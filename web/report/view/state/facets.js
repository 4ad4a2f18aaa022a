// What filters can choose, and the thread names with the most samples.

const maximumBusiest = 5;

// Returns the thread names with the most samples of a selection, {comm, share}.
export function busiestComms(selection, weight) {
  const { profile, mask, start, end } = selection;
  const { threads, threadComms, comms } = profile;
  const each = profile.valuesOf(weight);
  const values = new Float64Array(comms.length);
  for (let i = start; i < end; i++) if (mask[i]) values[threadComms[threads[i]]] += each ? each[i] : 1;
  const order = Array.from(values.keys())
    .filter(comm => values[comm] > 0)
    .sort((a, b) => values[b] - values[a]);
  const total = values.reduce((sum, value) => sum + value, 0);
  return order.slice(0, maximumBusiest).map(comm => ({ comm: comms[comm], share: values[comm] / total }));
}

// Returns the choices of the filters: events, thread names, processes, threads, CPUs and labels, with their sample counts, the most frequent first.
export function facetsOf(profile) {
  const events = new Map();
  const comms = new Map();
  const pids = new Map();
  const tids = new Map();
  const cpus = new Map();
  const labels = new Map();
  const each = profile.weights[0].values;
  let samples = 1;
  const add = (map, key, name) => {
    const entry = map.get(key);
    if (entry) entry.count += samples;
    else map.set(key, { key, name, count: samples });
  };
  for (let i = 0; i < profile.count; i++) {
    const thread = profile.threads[i];
    const comm = profile.comms[profile.threadComms[thread]];
    if (profile.idle[i]) continue;
    samples = each ? each[i] : 1;
    add(events, profile.eventNames[profile.events[i]], '');
    add(comms, comm, '');
    const pid = profile.threadPids[thread];
    const tid = profile.threadTids[thread];
    if (!Number.isNaN(pid)) add(pids, pid, comm);
    if (!Number.isNaN(tid)) add(tids, tid, comm);
    if (profile.cpus[i] >= 0) add(cpus, profile.cpus[i], '');
    for (const { key, text } of profile.sets[profile.labelSets[i]]) add(labels, `${key}=${text}`, '');
  }
  const busiestFirst = map => [...map.values()].sort((a, b) => b.count - a.count);
  return {
    event: busiestFirst(events),
    comm: busiestFirst(comms),
    pid: busiestFirst(pids),
    tid: busiestFirst(tids),
    label: busiestFirst(labels),
    cpu: [...cpus.values()].sort((a, b) => a.key - b.key),
  };
}
