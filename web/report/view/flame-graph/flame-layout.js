// Computes the positions of the frames between two values of a picture: per row the nodes, and their left and right edges in pixels. Adjacent
// frames that are too narrow to be visible become one sliver, so that no time appears to be missing; their descendants are skipped. The same
// applies to nodes that stand for frames that a server omitted. In a flame chart, where a frame may have nothing next to it, slivers have at least
// the minimum width. The node of a sliver is negative, see isSliver. A sliver matches where a frame in
// it or above it does: matchCounts[i] is the number of matching nodes before node i.

const plainSliver = -1;
const matchingSliver = -2;
export const isSliver = node => node < 0;
export const isMatchingSliver = node => node === matchingSliver;

export function placeFrames(picture, from, to, width, minimumWidth, matchCounts = null) {
  const { count, depths, ends, widths, starts, isChart = false } = picture;
  const distance = isChart ? minimumWidth : 0.01;
  const scale = to > from ? width / (to - from) : 0;
  const rows = [];
  const slivers = [];
  let shown = 0;
  for (let i = 0; i < count; ) {
    const start = starts[i];
    const end = start + widths[i];
    if ((widths[i] === 0 && !(i === 0 && to === from)) || (end <= from && to > from) || (start >= to && to > from)) {
      i = ends[i];
      continue;
    }
    const depth = depths[i];
    const left = scale === 0 ? 0 : Math.max(0, (start - from) * scale);
    const right = scale === 0 ? width : Math.min(width, (end - from) * scale);
    if (rows.length <= depth) {
      rows.push({ nodes: [], lefts: [], rights: [] });
      slivers.push({ left: 0, right: -1, matches: false });
    }
    const sliver = slivers[depth];
    if ((right - left < minimumWidth && i > 0) || picture.shape.isRemainder?.(i)) {
      if (left - sliver.right > distance) {
        pushSliver(rows[depth], sliver, minimumWidth, isChart);
        sliver.left = left;
      }
      sliver.right = right;
      if (matchCounts !== null && matchCounts[ends[i]] > matchCounts[i]) sliver.matches = true;
      i = ends[i];
      continue;
    }
    pushSliver(rows[depth], sliver, minimumWidth, isChart);
    rows[depth].nodes.push(i);
    rows[depth].lefts.push(left);
    rows[depth].rights.push(right);
    shown++;
    i++;
  }
  for (let depth = 0; depth < rows.length; depth++) pushSliver(rows[depth], slivers[depth], minimumWidth, isChart);
  return { rows, shown };
}

function pushSliver(row, sliver, minimumWidth, isChart) {
  const isNone = sliver.right < sliver.left;
  if (isChart && !isNone) sliver.right = Math.max(sliver.right, sliver.left + minimumWidth);
  if (!isNone && sliver.right - sliver.left >= minimumWidth) {
    row.nodes.push(sliver.matches ? matchingSliver : plainSliver);
    row.lefts.push(sliver.left);
    row.rights.push(sliver.right);
  }
  sliver.right = sliver.left - 1;
  sliver.matches = false;
}

// Returns the index of the frame of a row that contains x, or -1. A binary search, since rows are sorted.
export function findInRow(row, x) {
  let low = 0;
  let high = row.lefts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (row.lefts[middle] <= x) low = middle + 1;
    else high = middle;
  }
  return low > 0 && x < row.rights[low - 1] ? low - 1 : -1;
}
