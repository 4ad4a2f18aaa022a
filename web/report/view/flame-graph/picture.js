// The data of a flame graph, from a tree or from the difference of two trees: widths, names, and the start value of each node.

export function treePicture(tree) {
  return withStarts({ tree, diff: null, shape: tree, widths: tree.totals });
}

// Widths are the values of the target; with `elided`, those of the nodes that only the baseline has.
export function diffPicture(diff, elided) {
  return withStarts({ tree: null, diff, shape: diff, widths: elided ? diff.elidedTotals : diff.targetTotals, elided });
}

function withStarts(picture) {
  const { shape, widths } = picture;
  const { count, depths } = shape;
  const starts = new Float64Array(count);
  const next = [0];
  for (let i = 0; i < count; i++) {
    const depth = depths[i];
    starts[i] = next[depth];
    next[depth] += widths[i];
    next[depth + 1] = starts[i];
  }
  return Object.assign(picture, {
    count,
    depths,
    parents: shape.parents,
    ends: shape.subtreeEnds,
    kinds: shape.kinds,
    starts,
    total: widths[0],
    nameOf: i => shape.nameOf(i),
  });
}

// A flame chart: values are times, starts are nanoseconds after the profile's origin. With a range, the root covers all of it.
export function chartPicture(chart, range) {
  const starts = chart.starts.slice();
  const widths = chart.durations.slice();
  if (range) {
    starts[0] = range.from;
    widths[0] = range.to - range.from;
  }
  return {
    tree: null,
    diff: null,
    isChart: true,
    shape: chart,
    widths,
    starts,
    count: chart.count,
    depths: chart.depths,
    parents: chart.parents,
    ends: chart.subtreeEnds,
    kinds: chart.kinds,
    total: widths[0],
    nameOf: i => chart.nameOf(i),
  };
}

function childNamed(picture, node, name, kind) {
  for (let child = node + 1; child < picture.ends[node]; child = picture.ends[child]) {
    if (picture.kinds[child] === kind && picture.nameOf(child) === name) return child;
  }
  return -1;
}

// Returns the node at the end of a path of {name, kind} from the root, or its last ancestor that exists and has a width.
export function nodeAtPath(picture, path) {
  let node = 0;
  for (const frame of path) {
    const child = childNamed(picture, node, frame.name, frame.kind);
    if (child < 0 || picture.widths[child] === 0) break;
    node = child;
  }
  return node;
}

export function pathTo(picture, node) {
  const path = [];
  for (; node > 0; node = picture.parents[node]) path.unshift({ name: picture.nameOf(node), kind: picture.kinds[node] });
  return path;
}
