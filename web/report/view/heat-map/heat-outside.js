import { rangeOutline } from './heat-geometry.js';

// Hatches the time of the map before the first and after the last sample of the recording, where there was no recording rather than no samples.

const hatchDistance = 6;

export function drawOutside(context, geometry, bounds, colors) {
  if (bounds === null) return;
  const end = geometry.origin + geometry.columns * geometry.columnLength;
  const shortest = geometry.columnLength / geometry.rows;
  context.save();
  context.beginPath();
  context.rect(geometry.left, geometry.top, geometry.plotWidth, geometry.plotHeight);
  context.clip();
  for (const [from, to] of [
    [geometry.origin, bounds.first],
    [bounds.last, end],
  ]) {
    if (to - from < shortest) continue;
    const path = new Path2D();
    for (const [x, y] of rangeOutline(geometry, from, to)) path.lineTo(x, y);
    path.closePath();
    context.save();
    context.clip(path);
    context.strokeStyle = colors.line;
    context.lineWidth = 1;
    context.beginPath();
    for (let x = geometry.left - geometry.plotHeight; x < geometry.left + geometry.plotWidth; x += hatchDistance) {
      context.moveTo(x, geometry.bottom);
      context.lineTo(x + geometry.plotHeight, geometry.top);
    }
    context.stroke();
    context.restore();
  }
  context.restore();
}
