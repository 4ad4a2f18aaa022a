import { clipToPlot, hatchRange } from './hatching.js';

// Hatches the time of the map before the first and after the last sample of the recording, where there was no recording rather than no samples.

const hatchDistance = 6;

export function drawOutside(context, geometry, bounds, colors) {
  if (bounds === null) return;
  const end = geometry.origin + geometry.columns * geometry.columnLength;
  const shortest = geometry.columnLength / geometry.rows;
  context.save();
  clipToPlot(context, geometry);
  for (const [from, to] of [
    [geometry.origin, bounds.first],
    [bounds.last, end],
  ]) {
    if (to - from >= shortest) hatchRange(context, geometry, { from, to }, { color: colors.line, distance: hatchDistance });
  }
  context.restore();
}
