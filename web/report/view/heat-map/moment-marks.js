import { rangeOutline } from './heat-geometry.js';

// Marks the moments on the heat map: an outline of each range, and above the map the rank of the strongest ones.

const maximumMarked = 10;
const maximumFlags = 10;
const minimumOutline = 3;

export function drawMoments(context, geometry, moments, colors) {
  const shown = moments.slice(0, maximumMarked);
  context.save();
  context.beginPath();
  context.rect(geometry.left - 1, geometry.top - 1, geometry.plotWidth + 2, geometry.plotHeight + 2);
  context.clip();
  context.lineJoin = 'round';
  for (const { ranges } of [...shown].reverse()) {
    for (const { from, to } of ranges) {
      // Many outlines that are lower than two lines would hide the cells.
      if (ranges.length > 1 && ((to - from) / geometry.columnLength) * geometry.plotHeight < minimumOutline) continue;
      const path = new Path2D();
      for (const [x, y] of rangeOutline(geometry, from, to)) path.lineTo(x, y);
      path.closePath();
      context.strokeStyle = colors.halo;
      context.lineWidth = 2.5;
      context.stroke(path);
      context.strokeStyle = colors.moment;
      context.lineWidth = 1;
      context.stroke(path);
    }
  }
  context.restore();
  for (const { x, y, radius, index } of momentFlags(geometry, moments)) {
    context.fillStyle = colors.moment;
    context.beginPath();
    context.arc(x, y, radius, 0, Math.PI * 2);
    context.fill();
    context.fillStyle = colors.halo;
    context.font = `700 ${geometry.size * 0.72}px ${colors.sans}`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillText(String(index + 1), x, y + 0.5);
  }
}

// Returns the circles with the ranks above the map, {x, y, radius, index}. One that would overlap a stronger one is omitted.
export function momentFlags(geometry, moments) {
  const radius = geometry.size * 0.58;
  const flags = [];
  for (const [index, { ranges }] of moments.slice(0, maximumFlags).entries()) {
    const corners = rangeOutline(geometry, ranges[0].from, ranges[0].to);
    const x = (Math.min(...corners.map(corner => corner[0])) + Math.max(...corners.map(corner => corner[0]))) / 2;
    if (x < geometry.left || x > geometry.left + geometry.plotWidth) continue;
    if (flags.some(flag => Math.abs(flag.x - x) < 2 * radius)) continue;
    flags.push({ x, y: geometry.top - radius + 1, radius, index });
  }
  return flags;
}
