// Maps columns, rows and times to positions on the heat map's canvas, and positions to cells.

const minimumColumnWidth = 3;

// Returns the shortest column length, at least a second, whose columns fit into a width; the longest possible one where none does.
export function fittingLevel(profile, levels, width) {
  const fitting = levels.filter(level => level >= 1e9).find(level => Math.ceil((profile.span - profile.start) / level) * minimumColumnWidth <= width);
  return fitting ?? levels[levels.length - 1];
}

export function heatGeometry({ width, height, size, columns, rows, columnLength, origin, scroll, hasFlags = false }) {
  const left = Math.round(size * 5.1);
  const right = Math.round(size * 0.9);
  const lineHeight = Math.round(size * 2.9);
  const axisHeight = Math.round(size * 3.1);
  const top = lineHeight + Math.round(size * (hasFlags ? 1.5 : 0.7));
  const plotWidth = Math.max(40, width - left - right);
  const columnWidth = Math.max(minimumColumnWidth, plotWidth / columns);
  const free = Math.max(40, height - top - axisHeight);
  // Whole pixels per row where at least 96% of the height is used.
  const whole = Math.floor(free / rows);
  const rowHeight = whole * rows > free * 0.96 ? whole : free / rows;
  return {
    left,
    top,
    size,
    columns,
    rows,
    columnLength,
    origin,
    columnWidth,
    rowHeight,
    width,
    height,
    plotWidth: Math.min(plotWidth, columns * columnWidth),
    plotHeight: rowHeight * rows,
    lineTop: Math.round(size * 0.35),
    lineHeight,
    bottom: top + rowHeight * rows,
    fullWidth: left + columns * columnWidth + right,
    scroll,
  };
}

export const xOfColumn = (geometry, column) => geometry.left + Math.round(column * geometry.columnWidth) - geometry.scroll;

export const yOfRow = (geometry, row) => geometry.bottom - row * geometry.rowHeight;

// Returns the cell at a point. With `nearest`, a point outside the map gives the nearest cell.
export function cellUnder(geometry, point, nearest = false) {
  const column = Math.floor((point.x - geometry.left + geometry.scroll) / geometry.columnWidth);
  const row = Math.floor((geometry.bottom - point.y) / geometry.rowHeight);
  const isInside =
    column >= 0 &&
    column < geometry.columns &&
    row >= 0 &&
    row < geometry.rows &&
    point.x >= geometry.left &&
    point.x <= geometry.left + geometry.plotWidth;
  if (isInside) return { column, row };
  return nearest ? { column: clampTo(column, geometry.columns), row: clampTo(row, geometry.rows) } : null;
}

// Returns the column under or over a point that is on the line chart or on the axis of seconds; null elsewhere.
export function columnUnder(geometry, { x, y }) {
  if (x < geometry.left || x > geometry.left + geometry.plotWidth || (y >= geometry.lineTop + geometry.lineHeight && y < geometry.bottom))
    return null;
  return clampTo(Math.floor((x - geometry.left + geometry.scroll) / geometry.columnWidth), geometry.columns);
}

function clampTo(value, count) {
  return Math.max(0, Math.min(count - 1, value));
}

// Returns the column that contains a time, and the time's position in it from 0 to 1.
function placeOfTime(geometry, time) {
  const place = (time - geometry.origin) / geometry.columnLength;
  const column = Math.max(0, Math.min(geometry.columns, Math.floor(place)));
  return { column, part: Math.max(0, Math.min(1, place - column)) };
}

// Returns the corners of the outline of a time range: from its start in the first column, over the columns between, to its end in the last.
export function rangeOutline(geometry, from, to) {
  const start = placeOfTime(geometry, from);
  const end = placeOfTime(geometry, to);
  if (end.part === 0 && end.column > start.column) {
    end.column--;
    end.part = 1;
  }
  const y = part => geometry.bottom - (Math.round(part * geometry.rows * 1000) / 1000) * geometry.rowHeight;
  const x = column => xOfColumn(geometry, column);
  const bottom = y(0);
  const top = y(1);
  if (start.column === end.column) {
    return [
      [x(start.column), y(start.part)],
      [x(start.column), y(end.part)],
      [x(start.column + 1), y(end.part)],
      [x(start.column + 1), y(start.part)],
    ];
  }
  return [
    [x(start.column), y(start.part)],
    [x(start.column), top],
    [x(end.column), top],
    [x(end.column), y(end.part)],
    [x(end.column + 1), y(end.part)],
    [x(end.column + 1), bottom],
    [x(start.column + 1), bottom],
    [x(start.column + 1), y(start.part)],
  ];
}
