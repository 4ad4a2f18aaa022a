import { fitCanvas, rootFontSize } from '../controls/canvas.js';
import { make } from '../controls/dom.js';
import { drawFrames, drawFrameOutline } from './flame-draw.js';
import { findInRow, isSliver, placeFrames } from './flame-layout.js';
import { shownName } from '../text/names.js';
import { nodeAtPath } from './picture.js';
import { memoizeLast } from '../state/store.js';

// The flame graph: a canvas of the size of the viewport in a scrolling sheet as high as the stacks, and an overlay canvas for hover and focus.

const minimumFrameWidth = 0.5;
const zoomDuration = 160;
const flameLabel = 'Flame graph. Arrow keys move between frames, Enter zooms, Backspace goes back.';
const visibleAncestors = 3;
const maximumPrintedHeight = 4000;
// The shortest range of values that magnification shows.
const minimumMagnified = 1e-3;

export function createFlameView(page, { id = 'flame', label = flameLabel } = {}) {
  const canvas = make('canvas', { class: 'flame-canvas' });
  const overlay = make('canvas', {
    class: 'flame-overlay',
    id,
    tabindex: '0',
    role: 'application',
    'aria-roledescription': 'flame graph',
    'aria-label': label,
  });
  const sheet = make('div', { class: 'flame-sheet' }, make('div', { class: 'flame-window' }, canvas, overlay));
  const element = make('div', { class: 'flame-scroll', tabindex: '-1' }, sheet);
  const view = { element, overlay, current: -1, hover: null };
  let picture = null;
  let zoomNode = 0;
  let placed = null;
  let geometry = null;
  let visibleRange = null;
  let isMatch = null;
  let matchCounts = null;
  const matchCountsOf = memoizeLast(countMatches);
  // The range of values shown by magnification, a part of the range of the zoomed frame; null for all of it.
  let magnified = null;
  let animation = 0;
  let scrollFromRoot = 0;
  let icicle = false;
  let shownZoom = null;

  view.picture = () => picture;
  view.zoomNode = () => zoomNode;
  view.zoomLink = () => (zoomNode > 0 ? picture.shape.linkOfNode(zoomNode) : 0);

  // Renders the state. When only the zoom changes, the transition to the new range of values is animated.
  view.render = (state, next) => {
    const isSame = next === picture;
    if (!isSame) {
      view.current = -1;
      view.hover = null;
    }
    picture = next;
    zoomNode = nodeAtPath(picture, state.zoom);
    isMatch = page.selectors.matchOfNodes(state, picture);
    matchCounts = matchCountsOf(picture, isMatch);
    if (!isSame || shownZoom !== state.zoom) magnified = null;
    const goal = magnified ?? rangeOfZoom();
    cancelAnimationFrame(animation);
    if (icicle !== state.icicle) scrollFromRoot = 0;
    if (icicle !== state.icicle || shownZoom !== state.zoom) revealZoom();
    icicle = state.icicle;
    shownZoom = state.zoom;
    const isMoved = visibleRange !== null && (goal.from !== visibleRange.from || goal.to !== visibleRange.to);
    if (isSame && isMoved && !page.prefersReducedMotion()) animateTo(goal, performance.now(), { ...visibleRange });
    else show(goal);
  };

  // Scrolls to the zoomed frame, with some of its ancestors, unless it is visible.
  function revealZoom() {
    const rowHeight = Math.round(rootFontSize() * 1.36);
    const fromRoot = picture.depths[zoomNode] * rowHeight;
    if (fromRoot < scrollFromRoot || fromRoot + 2 * rowHeight > scrollFromRoot + element.clientHeight)
      scrollFromRoot = Math.max(0, fromRoot - visibleAncestors * rowHeight);
  }

  function animateTo(goal, start, from) {
    const step = now => {
      const part = Math.min(1, Math.max(0, now - start) / zoomDuration);
      const eased = 1 - (1 - part) ** 3;
      show(part === 1 ? goal : { from: from.from + (goal.from - from.from) * eased, to: from.to + (goal.to - from.to) * eased });
      if (part < 1) animation = requestAnimationFrame(step);
    };
    step(start + 16);
  }

  function show(window) {
    visibleRange = window;
    const size = rootFontSize();
    const left = Math.round(size * 0.7);
    const width = Math.max(50, element.clientWidth - 2 * left);
    const rowHeight = Math.round(size * 1.36);
    placed = placeFrames(picture, window.from, window.to, width, minimumFrameWidth, matchCounts);
    const fullHeight = placed.rows.length * rowHeight + Math.round(size * 0.6);
    geometry = { size, left, width, rowHeight, fullHeight, across: element.clientWidth };
    sheet.style.height = `${Math.max(fullHeight, viewHeight())}px`;
    element.scrollTop = icicle ? scrollFromRoot : sheet.offsetHeight - element.clientHeight - scrollFromRoot;
    view.paint();
  }

  // On paper, the picture is as high as the stacks.
  const viewHeight = () => (page.printing.isPrinting() ? Math.min(geometry.fullHeight, maximumPrintedHeight) : element.clientHeight);

  // Flames that are lower than the viewport are aligned to its bottom.
  view.paint = () => {
    if (!placed) return;
    const state = page.store.get();
    const height = viewHeight();
    const sheetHeight = Math.max(geometry.fullHeight, height);
    const scroll = element.scrollTop;
    geometry.height = height;
    geometry.top = depth =>
      (icicle
        ? Math.round(geometry.size * 0.3) + depth * geometry.rowHeight
        : sheetHeight - Math.round(geometry.size * 0.3) - (depth + 1) * geometry.rowHeight) - scroll;
    const context = fitCanvas(canvas, element.clientWidth, height);
    const colors = page.theme.colors();
    drawFrames(context, {
      picture,
      placed,
      geometry,
      isMatch,
      colors,
      zoomDepth: picture.depths[zoomNode],
      colorOf: node => page.frameColors.of(picture, node, state.palette),
    });
    view.painted?.(visibleRange);
    view.paintOverlay();
  };

  view.paintOverlay = () => {
    if (!geometry?.top || page.printing.isPrinting()) return;
    const context = fitCanvas(overlay, element.clientWidth, element.clientHeight);
    const marked = view.hover ? view.hover.node : view.current;
    if (marked < 0) return;
    const { ink, halo } = page.theme.colors();
    const name = picture.nameOf(marked);
    placed.rows.forEach((row, depth) => {
      if (geometry.top(depth) < -geometry.rowHeight || geometry.top(depth) > geometry.height) return;
      for (let i = 0; i < row.nodes.length; i++) {
        if (row.nodes[i] === marked) {
          drawFrameOutline(context, geometry, row, i, depth, halo, true);
          drawFrameOutline(context, geometry, row, i, depth, ink, true);
        } else if (!isSliver(row.nodes[i]) && row.nodes[i] > 0 && row.rights[i] - row.lefts[i] > 3 && picture.nameOf(row.nodes[i]) === name) {
          drawFrameOutline(context, geometry, row, i, depth, ink, false);
        }
      }
    });
  };

  view.frameAt = point => {
    if (!geometry?.top) return null;
    const flip = geometry.top(1) < geometry.top(0);
    const depth = Math.floor(
      flip ? (geometry.top(0) + geometry.rowHeight - point.y) / geometry.rowHeight : (point.y - geometry.top(0)) / geometry.rowHeight,
    );
    const row = placed.rows[depth];
    if (!row) return null;
    const place = findInRow(row, point.x - geometry.left);
    return place < 0 || isSliver(row.nodes[place]) ? null : { node: row.nodes[place], depth, place };
  };

  // Returns the range of values of the sliver at a point, {from, to}; null where there is none.
  view.sliverAt = point => {
    if (!geometry?.top) return null;
    const depth = placed.rows.findIndex((_, i) => point.y >= geometry.top(i) && point.y < geometry.top(i) + geometry.rowHeight);
    const row = placed.rows[depth];
    const place = row ? findInRow(row, point.x - geometry.left) : -1;
    return place < 0 || !isSliver(row.nodes[place]) ? null : { from: valueAt(row.lefts[place]), to: valueAt(row.rights[place]) };
  };

  const rangeOfZoom = () => ({ from: picture.starts[zoomNode], to: picture.starts[zoomNode] + picture.widths[zoomNode] });
  const valueAt = x => visibleRange.from + (x / geometry.width) * (visibleRange.to - visibleRange.from);

  // Magnification shows a part of the zoomed frame, so that frames narrower than a pixel can be reached. A click zooms to a frame instead.
  view.magnification = () => {
    if (magnified === null) return 1;
    const whole = rangeOfZoom();
    return (whole.to - whole.from) / (magnified.to - magnified.from);
  };
  view.magnifyTo = (from, to) => {
    const whole = rangeOfZoom();
    const length = Math.max(minimumMagnified, Math.min(to - from, whole.to - whole.from));
    const start = Math.max(whole.from, Math.min(whole.to - length, (from + to - length) / 2));
    magnified = length >= whole.to - whole.from ? null : { from: start, to: start + length };
    view.hover = null;
    page.rerender();
  };
  // Magnifies by a factor around a position on the overlay; the center where it is null.
  view.magnify = (factor, x = null) => {
    const center = valueAt(x === null ? geometry.width / 2 : Math.max(0, Math.min(geometry.width, x - geometry.left)));
    const { from, to } = visibleRange;
    const length = (to - from) / factor;
    const start = center - ((center - from) / (to - from)) * length;
    view.magnifyTo(start, start + length);
  };
  // Scrolls to a frame, and magnifies until it has a width in pixels.
  view.reveal = (node, width) => {
    const { from, to } = visibleRange;
    const [start, value] = [picture.starts[node], picture.widths[node]];
    if (start < from || start + value > to || (value / (to - from)) * geometry.width < width) {
      const length = (value * geometry.width) / width;
      const middle = start + value / 2;
      view.magnifyTo(middle - length / 2, middle + length / 2);
    }
    view.scrollToNode(node);
  };
  // Moves the magnified part by a number of pixels.
  view.pan = pixels => {
    if (magnified === null) return;
    const by = (pixels / geometry.width) * (magnified.to - magnified.from);
    view.magnifyTo(magnified.from + by, magnified.to + by);
  };
  view.resetMagnification = () => {
    if (magnified === null) return false;
    magnified = null;
    page.rerender();
    return true;
  };

  // Returns the row and index of a node that is drawn, for keyboard navigation; null otherwise.
  view.positionOf = node => {
    const row = placed.rows[picture.depths[node]];
    const place = row ? row.nodes.indexOf(node) : -1;
    return place < 0 ? null : { row, place };
  };

  view.topOf = node => geometry.top(picture.depths[node]);

  // Returns the middle of a position on the overlay.
  view.middleOf = ({ row, place }) => geometry.left + (row.lefts[place] + row.rights[place]) / 2;

  // Returns the box {x, y, width, height} of the frame with a name (as shown) in pixels of the window: the frame nearest to the root, the
  // leftmost of a row; null where no frame that is drawn has the name.
  view.boxOfName = name => {
    if (!geometry?.top) return null;
    for (let depth = 0; depth < placed.rows.length; depth++) {
      const row = placed.rows[depth];
      const place = row.nodes.findIndex(node => node >= 0 && shownName(picture.nameOf(node)) === name);
      if (place < 0) continue;
      const { x, y } = overlay.getBoundingClientRect();
      return {
        x: x + geometry.left + row.lefts[place],
        y: y + geometry.top(depth),
        width: row.rights[place] - row.lefts[place],
        height: geometry.rowHeight,
      };
    }
    return null;
  };

  view.scrollToNode = node => {
    const top = geometry.top(picture.depths[node]);
    if (top < 0) element.scrollTop += top - geometry.rowHeight;
    else if (top + geometry.rowHeight > geometry.height) element.scrollTop += top + 2 * geometry.rowHeight - geometry.height;
  };

  // The scroll position is kept as the distance from the root, across all changes of the picture.
  element.addEventListener(
    'scroll',
    () => {
      // A change of the viewport's height also causes a scroll event; the resize observer handles it.
      if (!geometry || geometry.height !== element.clientHeight) return;
      scrollFromRoot = icicle ? element.scrollTop : Math.max(0, sheet.offsetHeight - element.clientHeight - element.scrollTop);
      view.hover = null;
      view.paint();
    },
    { passive: true },
  );
  new ResizeObserver(() => {
    if (picture && (geometry.across !== element.clientWidth || geometry.height !== element.clientHeight)) show(visibleRange);
  }).observe(element);
  return view;
}

// Returns the number of matching nodes with a width before each node; null without a search.
function countMatches(picture, isMatch) {
  if (isMatch === null) return null;
  const counts = new Uint32Array(picture.count + 1);
  for (let node = 0; node < picture.count; node++) counts[node + 1] = counts[node] + (picture.widths[node] > 0 && isMatch(node) ? 1 : 0);
  return counts;
}
