import { xOfColumn } from './heat-geometry.js';

// Draws the visible cells: one pixel per cell on a small canvas, which is then enlarged without smoothing.

let cellPicture = null;

export function drawCells(context, geometry, map, colorOf, lineColor) {
  const { rows } = geometry;
  const first = Math.max(0, Math.floor(geometry.scroll / geometry.columnWidth));
  const last = Math.min(geometry.columns, Math.ceil((geometry.scroll + geometry.plotWidth) / geometry.columnWidth));
  if (last <= first) return;
  cellPicture ??= document.createElement('canvas');
  cellPicture.width = last - first;
  cellPicture.height = rows;
  const small = cellPicture.getContext('2d');
  const pixels = small.createImageData(last - first, rows);
  const bytes = pixels.data;
  const known = new Map();
  for (let column = first; column < last; column++) {
    for (let row = 0; row < rows; row++) {
      const value = map.values[column * rows + row];
      let rgb = known.get(value);
      if (rgb === undefined) known.set(value, (rgb = colorOf(value)));
      const at = ((rows - 1 - row) * (last - first) + column - first) * 4;
      bytes[at] = rgb[0];
      bytes[at + 1] = rgb[1];
      bytes[at + 2] = rgb[2];
      bytes[at + 3] = rgb[3] ?? 255;
    }
  }
  small.putImageData(pixels, 0, 0);

  context.save();
  context.beginPath();
  context.rect(geometry.left, geometry.top, geometry.plotWidth, geometry.plotHeight);
  context.clip();
  context.imageSmoothingEnabled = false;
  context.drawImage(cellPicture, xOfColumn(geometry, first), geometry.top, (last - first) * geometry.columnWidth, geometry.plotHeight);
  if (lineColor && geometry.columnWidth >= 7 && geometry.rowHeight >= 3) drawCellLines(context, geometry, first, last, lineColor);
  context.restore();
}

function drawCellLines(context, geometry, first, last, color) {
  context.fillStyle = color;
  const thin = 1 / Math.max(1, window.devicePixelRatio || 1);
  for (let column = first; column <= last; column++) context.fillRect(xOfColumn(geometry, column) - thin, geometry.top, thin, geometry.plotHeight);
  if (geometry.rowHeight < 6) return;
  for (let row = 1; row < geometry.rows; row++) context.fillRect(geometry.left, geometry.bottom - row * geometry.rowHeight, geometry.plotWidth, thin);
}
