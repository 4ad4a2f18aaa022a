import { formatRate } from '../text/format.js';

// The small line above the heat map: mean busy CPUs over time, or samples where the CPUs cannot be told.

const leastStep = 3;

export function timelineOf(derived, state, geometry, map) {
  const perColumn = Math.max(1, Math.min(20, Math.floor(geometry.columnWidth / leastStep)));
  const { origin, columnLength, columns, rows } = map;
  const line = derived.line(state, origin, origin + columns * columnLength, columns * perColumn);
  if (line !== null) return { values: line.values, bucketLength: line.length, isCpus: true };
  const values = new Float64Array(columns);
  for (let i = 0; i < map.values.length; i++) values[Math.floor(i / rows)] += map.values[i] / (columnLength / 1e9);
  return { values, bucketLength: columnLength, isCpus: false };
}

export function drawTimeline(context, geometry, line, colors) {
  const { left, lineTop, lineHeight, plotWidth, size } = geometry;
  const bottom = lineTop + lineHeight;
  const step = (line.bucketLength / geometry.columnLength) * geometry.columnWidth;
  let most = 0;
  for (const value of line.values) most = Math.max(most, value);
  context.save();
  context.beginPath();
  context.rect(left, lineTop, plotWidth, lineHeight + 1);
  context.clip();
  if (most > 0) {
    const first = Math.max(0, Math.floor(geometry.scroll / step));
    const last = Math.min(line.values.length, Math.ceil((geometry.scroll + plotWidth) / step));
    const area = new Path2D();
    const edge = new Path2D();
    area.moveTo(left + first * step - geometry.scroll, bottom);
    for (let i = first; i < last; i++) {
      const x = left + i * step - geometry.scroll;
      const y = bottom - (line.values[i] / most) * (lineHeight - 3);
      area.lineTo(x, y);
      area.lineTo(x + step, y);
      if (i === first) edge.moveTo(x, y);
      else edge.lineTo(x, y);
      edge.lineTo(x + step, y);
    }
    area.lineTo(left + last * step - geometry.scroll, bottom);
    context.fillStyle = colors.cpu;
    context.globalAlpha = 0.22;
    context.fill(area);
    context.globalAlpha = 1;
    context.strokeStyle = colors.cpu;
    context.lineWidth = 1.2;
    context.stroke(edge);
  }
  context.restore();
  context.fillStyle = colors.line;
  context.fillRect(left, bottom, plotWidth, 1);
  context.font = `${size * 0.82}px ${colors.sans}`;
  context.fillStyle = colors.muted;
  context.textAlign = 'right';
  context.textBaseline = 'top';
  context.fillText(
    `${most < 100 ? formatRate(most).slice(0, 4).replace(/\.0*$/, '') : formatRate(most)}${line.isCpus ? ' CPUs' : '/s'}`,
    left - Math.round(size * 0.45),
    lineTop,
  );
}
