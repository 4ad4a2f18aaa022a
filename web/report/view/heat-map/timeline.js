import { formatBare, formatShort, isScaled } from '../text/format.js';
import { unitOf } from '../flame-graph/flame-text.js';

// The line chart above the heat map: average busy CPUs over time, or samples per second where CPU usage is unknown.

const minimumBucketWidth = 3;

export function timelineOf(selectors, state, geometry, map) {
  const perColumn = Math.max(1, Math.min(20, Math.floor(geometry.columnWidth / minimumBucketWidth)));
  const { origin, columnLength, columns, rows } = map;
  const series = selectors.cpuUsage(state, origin, origin + columns * columnLength, columns * perColumn, map);
  if (series !== null) return { values: series.values, bucketLength: series.length, isCpus: true };
  const values = new Float64Array(columns);
  for (let i = 0; i < map.values.length; i++) values[Math.floor(i / rows)] += map.values[i] / (columnLength / 1e9);
  return { values, bucketLength: columnLength, isCpus: false, unit: unitOf(state, selectors.profile) };
}

export function drawTimeline(context, geometry, series, colors) {
  const { left, lineTop, lineHeight, plotWidth, size } = geometry;
  const bottom = lineTop + lineHeight;
  const step = (series.bucketLength / geometry.columnLength) * geometry.columnWidth;
  let maximum = 0;
  for (const value of series.values) maximum = Math.max(maximum, value);
  context.save();
  context.beginPath();
  context.rect(left, lineTop, plotWidth, lineHeight + 1);
  context.clip();
  if (maximum > 0) {
    const first = Math.max(0, Math.floor(geometry.scroll / step));
    const last = Math.min(series.values.length, Math.ceil((geometry.scroll + plotWidth) / step));
    const area = new Path2D();
    const edge = new Path2D();
    area.moveTo(left + first * step - geometry.scroll, bottom);
    for (let i = first; i < last; i++) {
      const x = left + i * step - geometry.scroll;
      const y = bottom - (series.values[i] / maximum) * (lineHeight - 3);
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
  context.fillText(`${maximumText(maximum, series)}${series.isCpus ? ' CPUs' : '/s'}`, left - Math.round(size * 0.45), lineTop);
}

function maximumText(maximum, { isCpus, unit }) {
  if (!isCpus && isScaled(unit)) return formatBare(Math.round(maximum), unit);
  return formatShort(maximum);
}
