import { within } from './selection.js';

// The maximum number of cells: half a gigabyte of values.
export const maximumCells = 2 ** 26;

// Returns the subsecond-offset heat map of a selection, equal to the library's SubsecondHeatmap: time runs up each column and continues in the
// next one; row 0 is the start of a column. Columns start at multiples of their length after the origin; from and to (nanoseconds, null for
// those of the profile) select the range of columns. The value of a cell is values[column * rows + row].
export function heatMap(selection, options = {}) {
  const map = emptyHeatMap(selection.profile, options);
  countSamples(map, selection);
  for (const value of map.values) {
    map.total += value;
    if (value > map.maximum) map.maximum = value;
  }
  return map;
}

// Returns the heat map of a profile without counting its samples.
export function emptyHeatMap(profile, { columnLength = 1e9, rows = 50, weight = 'samples', from = null, to = null }) {
  const first = floorDivide(Math.max(from ?? profile.start, 0), columnLength);
  const last = Math.max(first, floorDivide(Math.max((to ?? profile.span) - 1, 0), columnLength));
  const columns = last - first + 1;
  if (columns * rows > maximumCells) throw new RangeError('The heat map would have too many cells. Use longer columns or a shorter time range.');
  return {
    columns,
    rows,
    columnLength,
    weight,
    origin: first * columnLength,
    rowOffsets: rowOffsetsOf(columnLength, rows),
    values: new Float64Array(columns * rows),
    maximum: 0,
    total: 0,
    untimed: 0,
  };
}

// Returns the time range of a cell: {from, to}.
export function cellRange(map, column, row) {
  const start = map.origin + column * map.columnLength;
  return { from: start + map.rowOffsets[row], to: start + map.rowOffsets[row + 1] };
}

// Returns the time range that two cells, {column, row} in any order, span. Both cells are included.
export function rangeOfCells(map, a, b) {
  const isBefore = a.column < b.column || (a.column === b.column && a.row <= b.row);
  const [first, last] = isBefore ? [a, b] : [b, a];
  return { from: cellRange(map, first.column, first.row).from, to: cellRange(map, last.column, last.row).to };
}

// Returns the cell that contains a time, {column, row}; null outside the map.
export function cellAt(map, time) {
  const column = floorDivide(time - map.origin, map.columnLength);
  if (!(column >= 0 && column < map.columns)) return null;
  return { column, row: rowAt(map, time - map.origin - column * map.columnLength) };
}

// Returns the thread name (comm) with the highest value in a range, {comm, value}; null where there are no samples.
export function busiestComm(selection, from, to, weight = 'samples') {
  const { profile, mask, start, end } = within(selection, from, to);
  const each = profile.valuesOf(weight);
  const values = new Map();
  for (let i = start; i < end; i++) {
    if (!mask[i]) continue;
    const comm = profile.threadComms[profile.threads[i]];
    values.set(comm, (values.get(comm) ?? 0) + (each ? each[i] : 1));
  }
  let busiest = null;
  for (const [comm, value] of values) if (!busiest || value > busiest.value) busiest = { comm: profile.comms[comm], value };
  return busiest;
}

function countSamples(map, selection) {
  const { times, untimed } = selection.profile;
  const each = selection.profile.valuesOf(map.weight);
  const { mask } = selection;
  const { values, rows, columnLength, origin } = map;
  const end = origin + map.columns * columnLength;
  for (let i = selection.start; i < Math.min(selection.end, untimed); i++) map.untimed += mask[i] * (each ? each[i] : 1);
  let column = 0;
  let columnStart = origin;
  let columnEnd = origin + columnLength;
  for (let i = Math.max(selection.start, untimed); i < selection.end; i++) {
    const time = times[i];
    if (!mask[i] || time < origin) continue;
    if (time >= end) break;
    if (time >= columnEnd) {
      column = floorDivide(time - origin, columnLength);
      columnStart = origin + column * columnLength;
      columnEnd = columnStart + columnLength;
    }
    values[column * rows + rowAt(map, time - columnStart)] += each ? each[i] : 1;
  }
}

// Row r starts at the first offset for which floor(offset * rows / length) is r.
function rowOffsetsOf(columnLength, rows) {
  const quotient = Math.floor(columnLength / rows);
  const remainder = columnLength % rows;
  return Float64Array.from({ length: rows + 1 }, (_, row) => row * quotient + Math.ceil((row * remainder) / rows));
}

// Estimates the row by a multiplication, which is off by at most one row, and corrects it by the row offsets.
function rowAt({ rowOffsets, rows, columnLength }, offset) {
  let row = Math.min(Math.floor(offset * (rows / columnLength)), rows - 1);
  if (offset < rowOffsets[row]) row--;
  else if (offset >= rowOffsets[row + 1]) row++;
  return row;
}

// The quotient of two doubles may be rounded up to the next whole number; the comparison corrects it.
function floorDivide(value, by) {
  const quotient = Math.floor(value / by);
  return quotient * by > value ? quotient - 1 : quotient;
}
