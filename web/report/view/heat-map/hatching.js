import { rangeOutline } from './heat-geometry.js';

// Hatches time ranges of the heat map: with lines in one direction, or with crossed ones.

// Draws only within the plot.
export function clipToPlot(context, { left, top, plotWidth, plotHeight }) {
  context.beginPath();
  context.rect(left, top, plotWidth, plotHeight);
  context.clip();
}

// Hatches a range; distance is that of the lines in pixels.
export function hatchRange(context, geometry, { from, to }, { color, distance, isCrossed = false }) {
  const { left, top, bottom, plotWidth, plotHeight } = geometry;
  const path = new Path2D();
  for (const [x, y] of rangeOutline(geometry, from, to)) path.lineTo(x, y);
  path.closePath();
  context.save();
  context.clip(path);
  context.strokeStyle = color;
  context.lineWidth = 1;
  context.beginPath();
  for (let x = left - plotHeight; x < left + plotWidth; x += distance) {
    context.moveTo(x, bottom);
    context.lineTo(x + plotHeight, top);
    if (!isCrossed) continue;
    context.moveTo(x, top);
    context.lineTo(x + plotHeight, bottom);
  }
  context.stroke();
  context.restore();
}
