import { clockName, clockTick, hasClock } from '../text/clock.js';
import { niceStep } from '../text/format.js';
import { isLongRecording, longTimeText, longTimeUnit } from '../text/long-times.js';

// The axes of the heat map: seconds, and the time of day where known, at the bottom; milliseconds within a column at the left.

export function drawAxes(context, geometry, profile, colors, clock) {
  context.font = `${geometry.size * 0.82}px ${colors.sans}`;
  context.strokeStyle = colors.line;
  context.lineWidth = 1;
  context.strokeRect(geometry.left - 0.5, geometry.top - 0.5, geometry.plotWidth + 1, geometry.plotHeight + 1);
  drawColumnAxis(context, geometry, profile, colors, clock);
  drawRowAxis(context, geometry, colors);
}

function drawColumnAxis(context, geometry, profile, colors, clock) {
  const { size, columnLength, columnWidth } = geometry;
  const baseline = geometry.bottom + Math.round(size * 1.25);
  const step = tickSeconds(columnLength / 1e9, (size * 4.2) / columnWidth);
  const columnsOfStep = step / (columnLength / 1e9);
  context.textAlign = 'center';
  context.textBaseline = 'alphabetic';
  const shift = geometry.origin / columnLength;
  const first = Math.ceil((shift + geometry.scroll / columnWidth) / columnsOfStep - 0.5);
  const isCentered = columnWidth >= size * 1.6;
  let clockFree = -Infinity;
  const isLong = isLongRecording(profile) && step >= 60;
  for (let tick = first; ; tick++) {
    const column = tick * columnsOfStep - shift;
    const left = geometry.left + column * columnWidth - geometry.scroll;
    if (column > geometry.columns - (isCentered ? 1 : 0) || left > geometry.left + geometry.plotWidth + 1) break;
    if (left < geometry.left - 1) continue;
    // Labels are centered below wide columns, and at the start of narrow columns.
    const x = isCentered ? left + columnWidth / 2 : left;
    if (!isCentered) {
      context.fillStyle = colors.line;
      context.fillRect(Math.round(left), geometry.bottom, 1, Math.round(size * 0.35));
    }
    if (x > geometry.left + geometry.plotWidth) continue;
    context.fillStyle = colors.ink;
    const label = isLong ? longTimeText(profile, tick * step * 1e9) : secondsLabel(tick * step);
    // The first label keeps clear of the name of the axis.
    context.fillText(label, Math.max(x, geometry.left - size * 0.3 + context.measureText(label).width / 2), baseline);
    const time = clockTick(profile, tick * step * 1e9, clock, step);
    const half = size * (profile.span >= 86400e9 ? 2.6 : 2.3);
    const clockX = Math.max(x, geometry.left + half - size * 0.2);
    if (time !== null && clockX - half > clockFree && clockX + half < geometry.width) {
      context.fillStyle = colors.muted;
      context.fillText(time, clockX, baseline + Math.round(size * 1.1));
      clockFree = clockX + half + size;
    }
  }
  context.fillStyle = colors.muted;
  context.textAlign = 'right';
  context.fillText(isLong ? longTimeUnit(profile) : 'seconds', geometry.left - Math.round(size * 0.5), baseline);
  if (hasClock(profile)) context.fillText(clockName(profile, clock), geometry.left - Math.round(size * 0.5), baseline + Math.round(size * 1.1));
}

// Returns the distance of ticks: 1, 2 or 5 times a power of ten below a minute, then common divisors of hours.
function tickSeconds(columnSeconds, minimumColumns) {
  const minimum = columnSeconds * Math.max(1, minimumColumns);
  const step =
    minimum <= 10
      ? niceStep(minimum)
      : [15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400, 172800, 604800].find(
          s => s >= minimum && s % columnSeconds === 0,
        );
  return Math.max(columnSeconds, step ?? niceStep(minimum / 3600) * 3600);
}

function secondsLabel(seconds) {
  return String(Math.round(seconds * 1000) / 1000);
}

// Columns from two minutes on have an axis of minutes.
const minuteSteps = [1, 2, 5, 10, 15, 20, 30, 60].map(minutes => minutes * 60000);

function drawRowAxis(context, geometry, colors) {
  const { size, rows, rowHeight } = geometry;
  const milliseconds = geometry.columnLength / 1e6;
  const shortest = ((size * 1.9) / (rows * rowHeight)) * milliseconds;
  const inMinutes = milliseconds >= 120000;
  const step = inMinutes ? (minuteSteps.find(minutes => minutes >= shortest) ?? niceStep(shortest)) : niceStep(shortest);
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  const inSeconds = milliseconds >= 10000;
  for (let at = 0; at <= milliseconds * 1.000001; at += step) {
    const y = geometry.bottom - (at / milliseconds) * rows * rowHeight;
    context.fillStyle = colors.line;
    context.fillRect(geometry.left - Math.round(size * 0.3), Math.round(y) - 0.5, Math.round(size * 0.3), 1);
    context.fillStyle = colors.muted;
    const isTop = at + step > milliseconds * 1.000001;
    const label = String(inMinutes ? at / 60000 : inSeconds ? at / 1000 : Math.round(at * 1000) / 1000);
    context.fillText(isTop ? `${label} ${inMinutes ? 'min' : inSeconds ? 's' : 'ms'}` : label, geometry.left - Math.round(size * 0.45), y);
  }
}
