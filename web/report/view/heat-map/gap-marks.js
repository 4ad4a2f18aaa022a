import { formatCount, formatDuration } from '../text/format.js';
import { rangeOutline, xOfColumn } from './heat-geometry.js';

// Marks the parts of a recording in which samples are missing, as the recorder reports: a bar at the time at which it reported a loss, and crossed lines
// where the kernel throttled an event. Times without samples are not marked by themselves.

const crossDistance = 7;
const barHeight = 3;
const minimumBarWidth = 6;
// Throttled parts that are lower have a bar, too.
const minimumPart = 6;

export function drawGaps(context, geometry, gaps, colors) {
  if (gaps.length === 0) return;
  const { origin, columnLength, columnWidth, scroll, plotWidth, plotHeight, left, top, bottom } = geometry;
  const first = origin + Math.floor(scroll / columnWidth) * columnLength;
  const last = origin + Math.ceil((scroll + plotWidth) / columnWidth) * columnLength;
  context.save();
  context.beginPath();
  context.rect(left, top, plotWidth, plotHeight);
  context.clip();
  for (const { from, to } of gaps) {
    if (to < first || from >= last) continue;
    if (((to - from) / columnLength) * plotHeight >= minimumPart) drawPart(context, geometry, from, to, colors);
    else {
      const column = Math.floor((from - origin) / columnLength);
      const y = bottom - ((from - origin - column * columnLength) / columnLength) * plotHeight;
      context.fillStyle = colors.halo;
      context.fillRect(xOfColumn(geometry, column) - 1, y - barHeight / 2 - 1, Math.max(minimumBarWidth, columnWidth) + 2, barHeight + 2);
      context.fillStyle = colors.warning;
      context.fillRect(xOfColumn(geometry, column), y - barHeight / 2, Math.max(minimumBarWidth, columnWidth), barHeight);
    }
  }
  context.restore();
}

function drawPart(context, geometry, from, to, colors) {
  const path = new Path2D();
  for (const [x, y] of rangeOutline(geometry, from, to)) path.lineTo(x, y);
  path.closePath();
  context.save();
  context.clip(path);
  context.strokeStyle = colors.warning;
  context.lineWidth = 1;
  context.beginPath();
  const { left, plotWidth, plotHeight, top, bottom } = geometry;
  for (let x = left - plotHeight; x < left + plotWidth; x += crossDistance) {
    context.moveTo(x, bottom);
    context.lineTo(x + plotHeight, top);
    context.moveTo(x, top);
    context.lineTo(x + plotHeight, bottom);
  }
  context.stroke();
  context.restore();
}

// Returns a line for each kind of gap that overlaps a range.
export function gapLines(gaps, { from, to }) {
  const found = gaps.filter(gap => gap.from < to && (gap.to > from || gap.from >= from));
  const lost = found.filter(({ kind }) => kind === 'lost');
  const throttled = found.filter(({ kind }) => kind === 'throttled');
  const samples = lost.reduce((sum, gap) => sum + gap.lost, 0);
  const lines = [];
  if (lost.length > 0) lines.push(`${formatCount(samples, 'samples')} lost up to here${cpusText(lost)}`);
  if (throttled.length > 0) lines.push(`Throttled for ${formatDuration(Math.max(...throttled.map(gap => gap.to - gap.from)))}${cpusText(throttled)}`);
  return lines;
}

function cpusText(gaps) {
  const cpus = [...new Set(gaps.map(({ cpu }) => cpu))].filter(cpu => cpu !== null).sort((a, b) => a - b);
  if (cpus.length === 0) return '';
  return ` (CPU ${cpus.slice(0, 4).join(', ')}${cpus.length > 4 ? ', …' : ''})`;
}
