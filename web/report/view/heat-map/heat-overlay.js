import { rangeOutline, xOfColumn, yOfRow } from './heat-geometry.js';

// Draws the outlines of the selections and of the hovered cell on a canvas above the heat map, so that hovering does not redraw the cells.

export function drawHeatOverlay(context, geometry, { range, second, hover, colors }) {
  context.save();
  context.beginPath();
  context.rect(geometry.left - 3, geometry.top - 3, geometry.plotWidth + 6, geometry.plotHeight + 6);
  context.clip();
  if (second) outline(context, geometry, second, colors.second, colors.halo, [5, 3], 'B');
  if (range) outline(context, geometry, range, colors.accent, colors.halo, [], second ? 'A' : null);
  if (hover) {
    context.strokeStyle = colors.ink;
    context.lineWidth = 1.5;
    context.strokeRect(
      xOfColumn(geometry, hover.column) + 0.5,
      yOfRow(geometry, hover.row + 1) + 0.5,
      Math.max(2, geometry.columnWidth - 1),
      Math.max(2, geometry.rowHeight - 1),
    );
  }
  context.restore();
}

function outline(context, geometry, range, color, halo, dash, label) {
  const path = new Path2D();
  const corners = rangeOutline(geometry, range.from, range.to);
  for (const [x, y] of corners) path.lineTo(x, y);
  path.closePath();
  context.fillStyle = color;
  context.globalAlpha = 0.1;
  context.fill(path);
  context.globalAlpha = 0.92;
  context.lineJoin = 'round';
  context.strokeStyle = halo;
  context.lineWidth = 5;
  context.stroke(path);
  context.globalAlpha = 1;
  context.strokeStyle = color;
  context.lineWidth = 2;
  context.setLineDash(dash);
  context.stroke(path);
  context.setLineDash([]);
  if (label) drawLetter(context, geometry, corners, color, halo, label);
}

function drawLetter(context, geometry, corners, color, halo, label) {
  const x = Math.max(geometry.left + 8, Math.min(...corners.map(corner => corner[0])) - 9);
  const y = Math.min(...corners.map(corner => corner[1])) + 8;
  context.fillStyle = color;
  context.beginPath();
  context.arc(x, y, geometry.size * 0.6, 0, Math.PI * 2);
  context.fill();
  context.fillStyle = halo;
  context.font = `700 ${geometry.size * 0.75}px sans-serif`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(label, x, y + 0.5);
}
