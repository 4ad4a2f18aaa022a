import { firstAtOrAfter } from './selection.js';
import { compareTitles, rowsOf } from './rows.js';

// The samples of a selection over time, one lane per row. Lanes are those of the rows with the highest values; all others share the last lane.

// The maximum number of buckets of a lane.
export const maximumBuckets = 20000;

// Returns {rows, lanes, laneOf, rest, total}: lanes are {key, title, value}, the highest value first, CPUs by number; rest is {count, value} of the
// rows without a lane, null where all have one. Picked keys have a lane in any case.
export function topLanes(selection, { by, limit, weight, picked = [] }) {
  const { profile, mask, start, end } = selection;
  const rows = rowsOf(profile, by);
  const { column, byValue, shift, keys, titles } = rows;
  const each = profile.valuesOf(weight);
  const values = new Float64Array(keys.length);
  const isUsed = new Uint8Array(keys.length);
  for (let i = start; i < end; i++) {
    if (!mask[i]) continue;
    const row = byValue[column[i] + shift];
    values[row] += each ? each[i] : 1;
    isUsed[row] = 1;
  }
  const wanted = new Set(picked);
  const used = keys.map((_, row) => row).filter(row => isUsed[row] === 1 || wanted.has(keys[row]));
  used.sort((a, b) => values[b] - values[a] || compareTitles(titles[a], titles[b]));
  const shown = used.filter((row, i) => i < limit || wanted.has(keys[row]));
  if (by === 'cpu') shown.sort((a, b) => Number(keys[a]) - Number(keys[b]));
  const laneOf = new Int32Array(keys.length).fill(shown.length);
  for (const [lane, row] of shown.entries()) laneOf[row] = lane;
  const total = used.reduce((sum, row) => sum + values[row], 0);
  const lanes = shown.map(row => ({ key: keys[row], title: titles[row], value: values[row] }));
  const left = used.length - shown.length;
  const rest = left > 0 ? { count: left, value: total - lanes.reduce((sum, { value }) => sum + value, 0) } : null;
  return { rows, lanes, laneOf, rest, total };
}

// Counts the values per lane and bucket. Buckets start at multiples of their length; from and to are nanoseconds after the origin. The value of a
// bucket is values[lane * buckets + bucket]; the rest is the last lane. maximum is that of the other lanes, unless there are none.
export function countLanes(selection, { rows, lanes, laneOf, rest }, { from, to, length, weight }) {
  const { profile, mask } = selection;
  const { column, byValue, shift } = rows;
  const first = Math.floor(from / length);
  const buckets = Math.max(1, Math.min(maximumBuckets, Math.ceil(to / length) - first));
  const origin = first * length;
  const values = new Float64Array((lanes.length + (rest ? 1 : 0)) * buckets);
  const each = profile.valuesOf(weight);
  const { times, untimed } = profile;
  const end = Math.min(selection.end, firstAtOrAfter(profile, origin + buckets * length));
  for (let i = Math.max(selection.start, untimed, firstAtOrAfter(profile, origin)); i < end; i++) {
    if (!mask[i]) continue;
    const bucket = Math.min(buckets - 1, bucketAt(times[i], origin, length));
    values[laneOf[byValue[column[i] + shift]] * buckets + bucket] += each ? each[i] : 1;
  }
  let maximum = 0;
  const counted = lanes.length > 0 ? lanes.length * buckets : values.length;
  for (let i = 0; i < counted; i++) if (values[i] > maximum) maximum = values[i];
  return { values, buckets, length, origin, maximum };
}

// The quotient of two doubles may be rounded up to the next whole number; the comparison corrects it.
function bucketAt(time, origin, length) {
  const bucket = Math.floor((time - origin) / length);
  return bucket * length > time - origin ? bucket - 1 : bucket;
}
