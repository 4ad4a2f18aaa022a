// Returns the groups at the first level of a tree: comm, comm-pid or comm-pid/tid, with ? for an unknown id. Groups are numbered in the order
// of their labels' bytes. Threads whose labels have equal bytes share a group.
export function groupsOf(profile, grouping) {
  return profile.cached(`groups by ${grouping}`, () => {
    const labels = Array.from(profile.threadComms, (_, thread) => labelOf(profile, thread, grouping));
    const order = labels.map((_, thread) => thread).sort((a, b) => compareBytes(labels[a], labels[b]));
    const groups = { byThread: new Uint32Array(labels.length), utf8: [], names: [] };
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    for (const thread of order) {
      if (groups.utf8.length === 0 || compareBytes(groups.utf8.at(-1), labels[thread]) !== 0) {
        groups.utf8.push(labels[thread]);
        groups.names.push(decoder.decode(labels[thread]));
      }
      groups.byThread[thread] = groups.utf8.length - 1;
    }
    return groups;
  });
}

export function compareBytes(a, b) {
  const common = Math.min(a.length, b.length);
  for (let i = 0; i < common; i++) if (a[i] !== b[i]) return a[i] - b[i];
  return a.length - b.length;
}

function labelOf(profile, thread, grouping) {
  if (grouping === 'none') return new Uint8Array(0);
  const id = value => (Number.isNaN(value) ? '?' : String(value));
  let ids = '';
  if (grouping === 'pid') ids = `-${id(profile.threadPids[thread])}`;
  if (grouping === 'tid') ids = `-${id(profile.threadPids[thread])}/${id(profile.threadTids[thread])}`;
  const comm = profile.commNames.utf8(profile.threadComms[thread]);
  const label = new Uint8Array(comm.length + ids.length);
  label.set(comm);
  for (let i = 0; i < ids.length; i++) label[comm.length + i] = ids.charCodeAt(i);
  return label;
}
