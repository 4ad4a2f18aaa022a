import { poolsOf } from '../samples/rows.js';

// Returns the groups at the first level of a tree: comm, comm-pid or comm-pid/tid, with ? for an unknown id; the pools of threads; or the texts of
// the labels with a key. Groups are numbered in the order of their names' bytes. Threads whose names have equal bytes share a group. rows is the
// thread, or the set of labels, of each sample.
export function groupsOf(profile, grouping) {
  return profile.cached(`groups by ${grouping}`, () => {
    const key = grouping.startsWith('label:') ? grouping.slice(6) : null;
    const labels =
      key === null
        ? Array.from(profile.threadComms, (_, thread) => labelOf(profile, thread, grouping))
        : profile.sets.map(set => labelOfSet(set, key));
    const order = labels.map((_, row) => row).sort((a, b) => compareBytes(labels[a], labels[b]));
    const groups = { rows: key === null ? profile.threads : profile.labelSets, byRow: new Uint32Array(labels.length), utf8: [], names: [] };
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    for (const row of order) {
      if (groups.utf8.length === 0 || compareBytes(groups.utf8.at(-1), labels[row]) !== 0) {
        groups.utf8.push(labels[row]);
        groups.names.push(decoder.decode(labels[row]));
      }
      groups.byRow[row] = groups.utf8.length - 1;
    }
    return groups;
  });
}

export function compareBytes(a, b) {
  const common = Math.min(a.length, b.length);
  for (let i = 0; i < common; i++) if (a[i] !== b[i]) return a[i] - b[i];
  return a.length - b.length;
}

function labelOfSet(set, key) {
  return new TextEncoder().encode(set.find(label => label.key === key)?.text ?? `[no ${key}]`);
}

function labelOf(profile, thread, grouping) {
  if (grouping === 'none') return new Uint8Array(0);
  const pool = grouping === 'pool' ? poolsOf(profile)[profile.threadComms[thread]] : null;
  if (pool !== null) return new TextEncoder().encode(pool);
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
