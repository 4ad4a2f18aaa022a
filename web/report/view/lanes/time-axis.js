import { clockName, clockText, hasClock } from '../text/clock.js';
import { niceStep } from '../text/format.js';
import { isLongRecording, longTimeText, longTimeUnit } from '../text/long-times.js';

// A horizontal axis of time: seconds, or hours and days of long recordings, and below them the time of day where it is known.

const clockSteps = [60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400].map(seconds => seconds * 1e9);

// Returns {ticks, isLong}: the ticks in a range of time, {time, text, clock}, at least a number of pixels apart; isLong: their texts are hours or days.
function timeTicks(profile, { from, to, width, zone }, distance) {
  const shortest = ((to - from) / width) * distance;
  const isLong = isLongRecording(profile) && shortest > 30e9;
  const step = isLong ? (clockSteps.find(length => length >= shortest) ?? niceStep(shortest / 86400e9) * 86400e9) : Math.max(1, niceStep(shortest));
  const decimals = Math.max(0, -Math.floor(Math.log10(step / 1e9) + 1e-9));
  const ticks = [];
  for (let tick = Math.ceil(from / step); tick * step <= to; tick++) {
    const time = tick * step;
    const text = isLong ? longTimeText(profile, time) : (time / 1e9).toFixed(decimals);
    ticks.push({ time, text, clock: clockText(profile, time, zone, Math.min(decimals, 3)) });
  }
  return { ticks, isLong };
}

// The height of the axis for a text size.
export const axisHeight = (profile, size) => Math.round(size * (hasClock(profile) ? 3 : 1.9));

// Draws the axis below a plot: left and width are those of the plot, top is the position of its lower edge.
export function drawTimeAxis(context, profile, { left, top, width, from, to, size, colors, zone }) {
  const { ticks, isLong } = timeTicks(profile, { from, to, width, zone }, size * 5);
  context.font = `${size * 0.82}px ${colors.sans}`;
  context.textBaseline = 'alphabetic';
  context.fillStyle = colors.line;
  context.fillRect(left, top, width, 1);
  const baseline = top + Math.round(size * 1.3);
  // Where there is no place for the unit at the left, each label has it.
  const hasUnit = left >= size * 4;
  let clockFree = -Infinity;
  for (const { time, text, clock } of ticks) {
    const x = left + ((time - from) / (to - from)) * width;
    context.fillStyle = colors.line;
    context.fillRect(Math.round(x), top, 1, Math.round(size * 0.35));
    context.textAlign = x < left + size ? 'left' : x > left + width - size ? 'right' : 'center';
    context.fillStyle = colors.ink;
    context.fillText(hasUnit || isLong ? text : `${text} s`, x, baseline);
    if (clock === null) continue;
    const half = context.measureText(clock).width / 2 + size * 0.4;
    if (x - half < clockFree || x - half < left || x + half > left + width) continue;
    context.textAlign = 'center';
    context.fillStyle = colors.muted;
    context.fillText(clock, x, baseline + Math.round(size * 1.1));
    clockFree = x + half;
  }
  if (!hasUnit) return;
  context.textAlign = 'right';
  context.fillStyle = colors.muted;
  context.fillText(isLong ? longTimeUnit(profile) : 'seconds', left - Math.round(size * 0.9), baseline);
  if (hasClock(profile)) context.fillText(clockName(profile, zone), left - Math.round(size * 0.9), baseline + Math.round(size * 1.1));
}
