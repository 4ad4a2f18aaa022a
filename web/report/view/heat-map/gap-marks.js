import { formatCount, formatDuration } from '../text/format.js';
import { clipToPlot, hatchRange } from './hatching.js';
import { xOfColumn } from './heat-geometry.js';

// Marks the parts of a recording in which samples are missing, as the recorder reports: a bar at the time at which it reported a loss, and crossed lines
// where the kernel throttled an event. Times without samples are not marked by themselves.

const crossDistance = 7;
const barHeight = 3;
const minimumBarWidth = 6;
// Throttled parts that are lower have a bar, too.
const minimumPart = 6;

export function drawGaps(context, geometry, gaps, colors) {
  if (gaps.length === 0) return;
  const { origin, columnLength, columnWidth, scroll, plotWidth, plotHeight } = geometry;
  const first = origin + Math.floor(scroll / columnWidth) * columnLength;
  const last = origin + Math.ceil((scroll + plotWidth) / columnWidth) * columnLength;
  context.save();
  clipToPlot(context, geometry);
  for (const gap of gaps) {
    if (gap.to < first || gap.from >= last) continue;
    if (((gap.to - gap.from) / columnLength) * plotHeight >= minimumPart)
      hatchRange(context, geometry, gap, { color: colors.warning, distance: crossDistance, isCrossed: true });
    else drawBar(context, geometry, gap.from, colors);
  }
  context.restore();
}

function drawBar(context, geometry, time, colors) {
  const { origin, columnLength, columnWidth, plotHeight, bottom } = geometry;
  const column = Math.floor((time - origin) / columnLength);
  const x = xOfColumn(geometry, column);
  const y = bottom - ((time - origin - column * columnLength) / columnLength) * plotHeight;
  const width = Math.max(minimumBarWidth, columnWidth);
  context.fillStyle = colors.halo;
  context.fillRect(x - 1, y - barHeight / 2 - 1, width + 2, barHeight + 2);
  context.fillStyle = colors.warning;
  context.fillRect(x, y - barHeight / 2, width, barHeight);
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
