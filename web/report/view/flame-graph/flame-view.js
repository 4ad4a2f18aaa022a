import { fitCanvas, rootFontSize } from '../controls/canvas.js';
import { make } from '../controls/dom.js';
import { drawFrames, drawFrameOutline } from './flame-draw.js';
import { findInRow, placeFrames } from './flame-layout.js';
import { shownName } from '../text/names.js';
import { nodeAtPath } from './picture.js';

// The flame graph: a canvas of the size of the viewport in a scrolling sheet as high as the stacks, and an overlay canvas for hover and focus.

const minimumFrameWidth = 0.5;
const zoomDuration = 160;

export function createFlameView(page) {
  const canvas = make('canvas', { class: 'flame-canvas' });
  const overlay = make('canvas', {
    class: 'flame-overlay',
    id: 'flame',
    tabindex: '0',
    role: 'application',
    'aria-roledescription': 'flame graph',
    'aria-label': 'Flame graph. Arrow keys move between frames, Enter zooms, Backspace goes back.',
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
  let animation = 0;
  let scrollFromRoot = 0;
  let icicle = false;

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
    const goal = { from: picture.starts[zoomNode], to: picture.starts[zoomNode] + picture.widths[zoomNode] };
    cancelAnimationFrame(animation);
    if (icicle !== state.icicle) scrollFromRoot = 0;
    icicle = state.icicle;
    const isMoved = visibleRange !== null && (goal.from !== visibleRange.from || goal.to !== visibleRange.to);
    if (isSame && isMoved && !page.prefersReducedMotion()) animateTo(goal, performance.now(), { ...visibleRange });
    else show(goal);
  };

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
    placed = placeFrames(picture, window.from, window.to, width, minimumFrameWidth);
    const fullHeight = placed.rows.length * rowHeight + Math.round(size * 0.6);
    sheet.style.height = `${Math.max(fullHeight, element.clientHeight)}px`;
    geometry = { size, left, width, rowHeight, fullHeight, across: element.clientWidth };
    element.scrollTop = icicle ? scrollFromRoot : sheet.offsetHeight - element.clientHeight - scrollFromRoot;
    view.paint();
  }

  // Flames that are lower than the viewport are aligned to its bottom.
  view.paint = () => {
    if (!placed) return;
    const state = page.store.get();
    const height = element.clientHeight;
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
    view.paintOverlay();
  };

  view.paintOverlay = () => {
    if (!geometry?.top) return;
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
        } else if (row.nodes[i] > 0 && row.rights[i] - row.lefts[i] > 3 && picture.nameOf(row.nodes[i]) === name) {
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
    return place < 0 || row.nodes[place] < 0 ? null : { node: row.nodes[place], depth, place };
  };

  // Returns the row and index of a node that is drawn, for keyboard navigation; null otherwise.
  view.positionOf = node => {
    const row = placed.rows[picture.depths[node]];
    const place = row ? row.nodes.indexOf(node) : -1;
    return place < 0 ? null : { row, place };
  };

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
