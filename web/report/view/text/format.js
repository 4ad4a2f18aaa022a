// Formats numbers. Always in English, so that a report looks the same for everyone.

const wholeFormat = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

export const formatWhole = value => wholeFormat.format(value);

export const formatCount = (value, unit) => `${wholeFormat.format(value)} ${value === 1 ? unit.replace(/s$/, '') : unit}`;

// Units whose values are shown in multiples, so that the unit is part of each number.
export const isScaled = unit => unit === 'nanoseconds' || unit === 'bytes';

// Formats a value with its unit: nanoseconds as a time, bytes as a size, anything else as a count.
export const formatValue = (value, unit) => (isScaled(unit) ? formatBare(value, unit) : formatCount(value, unit));

// Formats a value for columns of numbers: without its unit, except if the unit is part of the number.
export function formatBare(value, unit) {
  if (unit === 'nanoseconds' && value !== 0) return formatScaled(value, timeUnits) ?? `${wholeFormat.format(value)} ns`;
  if (unit === 'bytes' && value !== 0) return formatScaled(value, byteUnits) ?? formatCount(value, unit);
  return wholeFormat.format(value);
}

const byteUnits = ['kB', 'MB', 'GB', 'TB', 'PB', 'EB'];
const timeUnits = ['µs', 'ms', 's'];

// Formats a value in multiples of 1,000 with three significant digits, as in the library's pictures; null for less than 1,000.
function formatScaled(value, units) {
  if (Math.abs(value) < 1000) return null;
  const round = size => Number(size.toFixed(size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2));
  let size = Math.abs(value);
  let unit = -1;
  do {
    size /= 1000;
    unit++;
  } while (unit + 1 < units.length && round(size) >= 1000);
  return `${value < 0 ? '-' : ''}${round(size).toLocaleString('en-US')} ${units[unit]}`;
}

export const formatPercent = share => `${(100 * share).toFixed(share !== 0 && Math.abs(share) < 0.0995 ? 2 : 1)}%`;

// Formats a p-value.
export function formatProbability(value) {
  if (value < 0.001) return '<0.001';
  return value > 0.999 ? '1' : value.toFixed(value < 0.0995 ? 3 : 2);
}

// Formats a rate or a number of CPUs with three significant digits.
export function formatRate(value) {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1000) return wholeFormat.format(value);
  return value.toFixed(Math.max(0, Math.min(9, 2 - Math.floor(Math.log10(size)))));
}

// Formats a rate or a number of CPUs with two or three digits, without zeros at the end. Never 0 for a value that is not.
export function formatShort(value) {
  if (value >= 100 || value === 0) return formatRate(value);
  if (value < 1e-4) return '<0.0001';
  return trimZeros(
    value >= 1 ? value.toFixed(value < 9.995 ? 2 : 1) : Number(value.toPrecision(2)).toFixed(Math.max(2, 1 - Math.floor(Math.log10(value)))),
  );
}

// Formats nanoseconds as seconds with at least two decimals, exactly where more than three are needed.
export function formatSeconds(time) {
  const exact = (time / 1e9).toFixed(9).replace(/0+$/, '');
  const decimals = exact.length - exact.indexOf('.') - 1;
  return decimals <= 3 ? (time / 1e9).toFixed(Math.max(decimals, 2)) : exact;
}

export function formatDuration(time) {
  if (time < 1e3) return `${Math.round(time)} ns`;
  if (time < 1e6) return `${trimZeros((time / 1e3).toFixed(2))} µs`;
  if (time < 1e9) return `${trimZeros((time / 1e6).toFixed(2))} ms`;
  if (time < 60e9) return `${trimZeros((time / 1e9).toFixed(2))} s`;
  const seconds = Math.round(time / 1e9);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min${seconds % 60 === 0 ? '' : ` ${seconds % 60} s`}`;
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return `${Math.floor(hours / 24)} d${hours % 24 === 0 ? '' : ` ${hours % 24} h`}`;
  return `${hours} h${minutes % 60 === 0 ? '' : ` ${minutes % 60} min`}`;
}

// Returns the smallest of 1, 2, 5, 10, 20, … (and their fractions) that is at least a minimum.
export function niceStep(minimum) {
  const power = 10 ** Math.floor(Math.log10(Math.max(minimum, 1e-12)));
  for (const step of [1, 2, 5]) if (step * power >= minimum * 0.999999) return step * power;
  return 10 * power;
}

function trimZeros(text) {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
