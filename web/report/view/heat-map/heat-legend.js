import { formatBare, isScaled } from '../text/format.js';
import { cssColor } from './heat-colors.js';
import { fitCanvas, rootFontSize } from '../controls/canvas.js';

// The color legend: one swatch per value where there are few values, otherwise a gradient.

const maximumSwatches = 8;

export function drawLegend(canvas, { colorOf, maximum, unit, width, colors }) {
  const size = rootFontSize();
  const height = Math.round(size * 2.3);
  const context = fitCanvas(canvas, width, height);
  const bar = Math.round(size * 0.85);
  const few = maximum < maximumSwatches && !isScaled(unit) && Number.isInteger(maximum);
  const count = few ? maximum + 1 : Math.floor(width);
  const step = few ? Math.min(size * 2, width / count) : 1;
  for (let i = 0; i < count; i++) {
    context.fillStyle = cssColor(colorOf(few ? i : (maximum * i) / (count - 1)));
    context.fillRect(i * step, 0, few ? step - 1 : step, bar);
  }
  context.strokeStyle = colors.line;
  if (few) for (let i = 0; i < count; i++) context.strokeRect(i * step + 0.5, 0.5, step - 2, bar - 1);
  else context.strokeRect(0.5, 0.5, width - 1, bar - 1);
  context.fillStyle = colors.muted;
  context.font = `${size * 0.82}px ${colors.sans}`;
  context.textBaseline = 'top';
  const label = (value, x, align) => {
    context.textAlign = align;
    context.fillText(formatBare(value, unit), x, bar + 3);
  };
  if (few) for (let i = 0; i < count; i++) label(i, i * step + step / 2, 'center');
  else {
    label(0, 0, 'left');
    label(maximum / 2, width / 2, 'center');
    label(maximum, width, 'right');
  }
  canvas.setAttribute('aria-label', `Legend: from 0 to ${formatBare(maximum, unit)}${isScaled(unit) ? '' : ` ${unit}`} per cell`);
}
