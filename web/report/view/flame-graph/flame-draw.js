import { isMatchingSliver, isSliver } from './flame-layout.js';
import { fitName, shownName } from '../text/names.js';

// Draws the visible rows of a flame graph.

const ancestorOpacity = 0.45;
const minimumLabelCells = 3;
const shownNames = new Map();

// The width of a character of a monospaced font, measured once per font.
let cellFont = '';
let cellWidth = 0;
function cellWidthOf(context) {
  if (cellFont !== context.font) {
    cellFont = context.font;
    cellWidth = context.measureText('M'.repeat(50)).width / 50;
  }
  return cellWidth;
}

function cleanName(name) {
  let clean = shownNames.get(name);
  if (clean === undefined) {
    if (shownNames.size > 100000) shownNames.clear();
    shownNames.set(name, (clean = shownName(name)));
  }
  return clean;
}

export function drawFrames(context, { picture, placed, geometry, colorOf, isMatch, zoomDepth, colors }) {
  const { rowHeight, left, top, height, size } = geometry;
  context.font = `${size * 0.86}px ${colors.mono}`;
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  context.direction = 'ltr';
  const cell = cellWidthOf(context);
  const padding = size * 0.3;
  const ratio = window.devicePixelRatio || 1;
  const snap = x => Math.round(x * ratio) / ratio;
  placed.rows.forEach((row, depth) => {
    const y = top(depth);
    if (y + rowHeight < 0 || y > height) return;
    context.globalAlpha = depth < zoomDepth ? ancestorOpacity : 1;
    for (let i = 0; i < row.nodes.length; i++) {
      const node = row.nodes[i];
      const x = snap(left + row.lefts[i]);
      const right = snap(left + row.rights[i]);
      const width = right - x >= 4 ? right - x - 1 / Math.min(2, ratio) : Math.max(right - x, 0.5);
      if (isSliver(node)) {
        context.fillStyle = isMatchingSliver(node) ? colors.match : colors.sliver;
        context.fillRect(x, y, width, rowHeight - 1);
        continue;
      }
      const color = colorOf(node);
      const matches = isMatch?.(node);
      context.fillStyle = matches ? colors.match : color.fill;
      context.fillRect(x, y, width, rowHeight - 1);
      const cells = Math.floor((width - 2 * padding) / cell);
      if (cells < minimumLabelCells) continue;
      context.fillStyle = matches ? '#000' : color.ink;
      context.fillText(fitName(cleanName(picture.nameOf(node)), cells), x + padding, y + (rowHeight - 1) / 2 + 0.5);
    }
  });
  context.globalAlpha = 1;
}

// Draws the outline of a frame: thick for the hovered or focused frame, thin for others with the same name.
export function drawFrameOutline(context, geometry, row, place, depth, color, isMain) {
  const x = geometry.left + row.lefts[place];
  const width = row.rights[place] - row.lefts[place];
  context.strokeStyle = color;
  context.lineWidth = isMain ? 2 : 1;
  context.strokeRect(x, geometry.top(depth) - 0.5, Math.max(1.5, width - 0.5), geometry.rowHeight);
}
