// The choices of the filters: events, thread names, processes, threads and CPUs, with their sample counts, the most frequent first.

export function facetsOf(profile) {
  const events = new Map();
  const comms = new Map();
  const pids = new Map();
  const tids = new Map();
  const cpus = new Map();
  const add = (map, key, name) => {
    const entry = map.get(key);
    if (entry) entry.count++;
    else map.set(key, { key, name, count: 1 });
  };
  for (let i = 0; i < profile.count; i++) {
    const thread = profile.threads[i];
    const comm = profile.comms[profile.threadComms[thread]];
    if (profile.idle[i]) continue;
    add(events, profile.eventNames[profile.events[i]], '');
    add(comms, comm, '');
    const pid = profile.threadPids[thread];
    const tid = profile.threadTids[thread];
    if (!Number.isNaN(pid)) add(pids, pid, comm);
    if (!Number.isNaN(tid)) add(tids, tid, comm);
    if (profile.cpus[i] >= 0) add(cpus, profile.cpus[i], '');
  }
  const busiestFirst = map => [...map.values()].sort((a, b) => b.count - a.count);
  return {
    event: busiestFirst(events),
    comm: busiestFirst(comms),
    pid: busiestFirst(pids),
    tid: busiestFirst(tids),
    cpu: [...cpus.values()].sort((a, b) => a.key - b.key),
  };
}
