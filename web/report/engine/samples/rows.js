// How samples are divided into rows: by thread, thread name, pool of threads, process or CPU.

export const rowKinds = ['tid', 'comm', 'pool', 'pid', 'cpu'];

// Returns {by, keys, titles, column, byValue, shift}: the row of sample i is byValue[column[i] + shift]. Keys identify rows in links; equal keys
// are one row. A thread is a process id and a thread id, whatever its names; a pool is the names that differ only in numbers.
export function rowsOf(profile, by) {
  return profile.cached(`rows by ${by}`, () => {
    const { keys, byValue, membersOf } = groupByKey(by === 'cpu' ? cpuKeys(profile) : threadKeys(profile, by));
    const rows = { by, keys, byValue, column: by === 'cpu' ? profile.cpus : profile.threads, shift: by === 'cpu' ? 1 : 0 };
    rows.titles = keys.map((key, row) => (by === 'cpu' ? cpuTitle(key) : titleOf(profile, by, key, membersOf[row])));
    return rows;
  });
}

// Returns for each value of a column whether it belongs to one of the picked rows, {by, keys}.
export function acceptsPicked(profile, { by, keys }) {
  const rows = rowsOf(profile, by);
  const wanted = new Set(keys);
  const isWanted = rows.keys.map(key => wanted.has(key));
  return { column: rows.column, shift: rows.shift, accepts: Uint8Array.from(rows.byValue, row => (isWanted[row] ? 1 : 0)) };
}

// Returns all rows that have samples, {key, title, count}, those with the most samples first. Idle samples count if they are asked for.
export function choicesOfRows(profile, by, includesIdle) {
  return profile.cached(`choices of rows by ${by}${includesIdle ? ', idle' : ''}`, () => {
    const { keys, titles, column, byValue, shift } = rowsOf(profile, by);
    const counts = new Float64Array(keys.length);
    const each = profile.weights[0].values;
    for (let i = 0; i < profile.count; i++) if (includesIdle || !profile.idle[i]) counts[byValue[column[i] + shift]] += each ? each[i] : 1;
    const choices = keys.map((key, row) => ({ key, title: titles[row], count: counts[row] })).filter(({ count }) => count > 0);
    return choices.sort((a, b) => b.count - a.count || compareTitles(a.title, b.title));
  });
}

// Returns for each name of a thread the pattern of its pool, which has * for each number; null where no other name has the pattern, as with python3.
export function poolsOf(profile) {
  return profile.cached('pools', () => {
    const names = profile.commNames.toArray();
    const patterns = names.map(name => name.replace(/\d+/g, '*'));
    const members = new Map();
    for (const [name, pattern] of new Map(names.map((name, i) => [name, patterns[i]]))) {
      if (!members.has(pattern)) members.set(pattern, new Set());
      members.get(pattern).add(name);
    }
    return patterns.map(pattern => (members.get(pattern).size > 1 ? pattern : null));
  });
}

// Gives equal keys of a list one row: the key of each row, the row of each place of the list, and the places of each row.
function groupByKey(list) {
  const numbers = new Map();
  const membersOf = [];
  const byValue = Uint32Array.from(list, (key, value) => {
    let row = numbers.get(key);
    if (row === undefined) {
      numbers.set(key, (row = membersOf.length));
      membersOf.push([]);
    }
    membersOf[row].push(value);
    return row;
  });
  return { keys: [...numbers.keys()], byValue, membersOf };
}

function cpuKeys({ cpus }) {
  const maximum = cpus.reduce((highest, cpu) => Math.max(highest, cpu), -1);
  return Array.from({ length: maximum + 2 }, (_, value) => String(value - 1));
}

const cpuTitle = key => (key === '-1' ? 'CPU unknown' : `CPU ${key}`);
const idText = id => (Number.isNaN(id) ? '?' : String(id));

function threadKeys(profile, by) {
  const { threadComms, threadPids, threadTids, comms } = profile;
  const names = Array.from(threadComms, comm => comms[comm]);
  if (by === 'comm') return names;
  if (by === 'pool') return names.map((name, i) => poolsOf(profile)[threadComms[i]] ?? name);
  // Threads without ids differ in their names.
  if (by === 'pid') return names.map((name, i) => (Number.isNaN(threadPids[i]) ? `?${name}` : String(threadPids[i])));
  return names.map((name, i) => `${idText(threadPids[i])}/${Number.isNaN(threadTids[i]) ? `?${name}` : threadTids[i]}`);
}

// Threads and processes have the name with the most samples and an id. The name of a process is that of its main thread.
function titleOf(profile, by, key, members) {
  if (by === 'comm' || by === 'pool') return key;
  const { threadComms, threadPids, threadTids, comms } = profile;
  const counts = samplesOfThreads(profile);
  const isMain = thread => by === 'pid' && threadPids[thread] === threadTids[thread];
  const order = (a, b) => Number(isMain(b)) - Number(isMain(a)) || counts[b] - counts[a];
  const named = members.reduce((best, thread) => (order(best, thread) > 0 ? thread : best));
  const id = by === 'pid' ? threadPids[named] : threadTids[named];
  const name = comms[threadComms[named]];
  return Number.isNaN(id) ? name : `${name} ${id}`;
}

const samplesOfThreads = profile =>
  profile.cached('samples of threads', () => {
    const counts = new Uint32Array(profile.threadComms.length);
    for (const thread of profile.threads) counts[thread]++;
    return counts;
  });

// worker-2 is before worker-10.
const titleOrder = new Intl.Collator('en-US', { numeric: true });
export const compareTitles = (a, b) => titleOrder.compare(a, b);
