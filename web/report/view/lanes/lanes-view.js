import { fitCanvas, rootFontSize } from '../controls/canvas.js';
import { make, setPressed, setShown } from '../controls/dom.js';
import { unitOf } from '../flame-graph/flame-text.js';
import { heatColors } from '../heat-map/heat-colors.js';
import { formatCount, formatPercent, formatValue, formatWhole, niceStep } from '../text/format.js';
import { shownThreadName } from '../text/names.js';
import { memoizeLast } from '../state/store.js';
import { axisHeight, drawTimeAxis } from './time-axis.js';

// The map of threads: a lane per thread, thread name, pool, process or CPU, with the samples over time. The names are elements, the lanes are a
// canvas of the size of the viewport, with an overlay canvas for selections and hover.

// The width of a bucket in pixels, at least; the shortest range of time that is shown, in nanoseconds.
const bucketWidth = 3;
const shortestShown = 1e5;
const dimmed = 0.28;

export function createLanesView(page) {
  const { store, profile, selectors } = page;
  const canvas = make('canvas', { class: 'lanes-canvas' });
  const overlay = make('canvas', {
    class: 'lanes-overlay',
    id: 'lanes',
    tabindex: '0',
    role: 'application',
    'aria-roledescription': 'map of threads',
    'aria-label':
      'Map of threads. Up and down move between rows, Enter shows only a row, Space adds it, left and right move the selection, with Shift they extend it.',
  });
  const labels = make('div', { class: 'lane-labels' });
  const plot = make('div', { class: 'lanes-plot' }, canvas, overlay);
  const scroller = make('div', { class: 'lanes-scroll', tabindex: '-1' }, make('div', { class: 'lanes-body' }, labels, plot));
  const axis = make('canvas', { class: 'lanes-axis' });
  const element = make('div', { class: 'lanes', hidden: true }, scroller, axis);
  const view = { element, overlay, labels, hover: null, current: -1, matchedMap: null };
  let top = null;
  let counts = null;
  let geometry = null;
  let painted = [];

  view.isShown = state => state.maps !== 'subsecond';
  // Whether this is the only map.
  view.isAlone = state => state.maps === 'threads';
  view.top = () => top;
  view.lanes = () => top.lanes;
  view.counts = () => counts;
  view.map = () => counts;
  view.geometry = () => geometry;
  view.shownTime = () => store.get().shownTime ?? { from: profile.start, to: profile.span };
  view.bucketLength = () => counts.length;

  view.render = state => {
    setShown(element, view.isShown(state));
    if (element.hidden) return;
    const nextTop = selectors.lanes(state);
    if (nextTop !== top) {
      top = nextTop;
      view.hover = null;
      if (view.current >= top.lanes.length) view.current = -1;
    }
    layOut();
    counts = selectors.laneCounts(state, geometry.from, geometry.to, geometry.length);
    view.matchedMap = selectors.matchedLaneCounts(state, geometry.from, geometry.to, geometry.length);
    const now = [
      top,
      counts,
      view.matchedMap,
      state.colors,
      state.scale,
      state.picked,
      state.shownTime,
      state.clock,
      scroller.clientWidth,
      scroller.clientHeight,
    ];
    if (now.every((part, i) => part === painted[i])) return view.paintOverlay();
    painted = now;
    listLabels(state);
    view.paint();
  };

  function layOut() {
    const size = rootFontSize();
    const { from, to } = view.shownTime();
    const width = Math.max(40, scroller.clientWidth - labels.offsetWidth - Math.round(size * 0.9));
    geometry = {
      size,
      from,
      to: Math.max(to, from + 1),
      left: labels.offsetWidth,
      width,
      height: scroller.clientHeight,
      fullWidth: scroller.clientWidth,
      length: Math.max(1, niceStep(((to - from) / width) * bucketWidth)),
    };
    geometry.rows = top.lanes.length + (top.rest ? 1 : 0);
    // A few lanes are higher, so that they fill the map.
    const free = Math.floor(geometry.height / Math.max(1, geometry.rows));
    geometry.laneHeight = Math.max(Math.round(size * 1.5), Math.min(free, Math.round(size * 3)));
    labels.parentElement.style.height = `${Math.max(geometry.rows * geometry.laneHeight, geometry.height)}px`;
    labels.style.setProperty('--lane-height', `${geometry.laneHeight}px`);
  }

  const isPicked = (state, key) => state.picked?.by === state.lanesBy && state.picked.keys.includes(key);
  view.isDimmed = (state, lane) => state.picked?.by === state.lanesBy && !(lane < top.lanes.length && isPicked(state, top.lanes[lane].key));

  // The names are made again only when the lanes change.
  const makeLabels = memoizeLast((shown, weight) => {
    const unit = unitOf({ weight }, profile);
    const share = value => formatPercent(shown.total === 0 ? 0 : value / shown.total);
    const label = (lane, name, value, title) =>
      make(
        'button',
        { type: 'button', class: 'lane', tabindex: '-1', 'data-lane': lane, title },
        make('span', { class: 'name' }, name),
        make('span', { class: 'muted' }, share(value)),
      );
    const named = shown.lanes.map(({ title, value }, lane) => {
      const name = shownThreadName(title);
      return label(lane, name, value, `${name}\n${formatValue(value, unit)}, ${share(value)}\nClick: only this row; Ctrl-click: add or remove it`);
    });
    if (shown.rest) {
      const { count, value } = shown.rest;
      named.push(label(shown.lanes.length, `${formatWhole(count)} more`, value, `${formatCount(count, 'more rows')} in one. Click: show more rows`));
    }
    labels.replaceChildren(...named);
  });

  function listLabels(state) {
    makeLabels(top, state.weight);
    const hasPicked = state.picked?.by === state.lanesBy;
    for (const [lane, button] of [...labels.children].entries()) {
      const isOne = lane < top.lanes.length && isPicked(state, top.lanes[lane].key);
      if (lane < top.lanes.length) setPressed(button, isOne);
      button.classList.toggle('dimmed', hasPicked && !isOne);
    }
  }

  const colorsOf = memoizeLast((dark, colors, scale, all, search) => {
    if (!search) return { shown: heatColors(colors, dark, scale, all.values, all.maximum), ground: null };
    const match = heatColors('match', dark, scale, search.values, Math.max(search.maximum, 1));
    return { shown: value => (value > 0 ? match(value) : null), ground: heatColors('ground', dark, scale, all.values, all.maximum) };
  });
  const chosenColors = state => colorsOf(page.theme.isDark(), state.colors, state.scale, counts, view.matchedMap);

  view.legend = () => {
    const { shown, ground } = chosenColors(store.get());
    return { colorOf: value => (value > 0 || ground === null ? shown(value) : ground(0)), maximum: (view.matchedMap ?? counts).maximum };
  };

  view.xOf = time => ((time - geometry.from) / (geometry.to - geometry.from)) * geometry.width;
  view.timeAtX = x => geometry.from + (x / geometry.width) * (geometry.to - geometry.from);
  view.laneAtY = y => Math.floor((y + scroller.scrollTop) / geometry.laneHeight);
  view.yOf = lane => lane * geometry.laneHeight - scroller.scrollTop;

  let small = null;
  view.paint = () => {
    if (!counts || element.hidden) return;
    const state = store.get();
    const colors = page.theme.colors();
    const { laneHeight, rows, width, height } = geometry;
    const context = fitCanvas(canvas, width, height);
    const first = Math.max(0, Math.floor(scroller.scrollTop / laneHeight));
    const last = Math.min(rows, Math.ceil((scroller.scrollTop + height) / laneHeight));
    if (last > first) drawLanes(context, state, first, last);
    for (let lane = first; lane <= last; lane++) {
      context.fillStyle = colors.panel;
      context.fillRect(0, view.yOf(lane) - 2, width, 2);
      context.fillStyle = top.rest && lane === top.lanes.length ? colors.muted : colors.line;
      context.fillRect(0, view.yOf(lane) - 1, width, 1);
    }
    paintAxis(colors);
    if (page.printing.isPrinting()) drawSelections(context, state, colors);
    else view.paintOverlay();
  };

  function drawLanes(context, state, first, last) {
    const { shown, ground } = chosenColors(state);
    const { matchedMap } = view;
    const { buckets, origin, length } = counts;
    small ??= document.createElement('canvas');
    small.width = buckets;
    small.height = last - first;
    const pixels = small.getContext('2d').createImageData(buckets, last - first);
    for (let lane = first; lane < last; lane++) {
      const opacity = view.isDimmed(state, lane) ? dimmed * 255 : 255;
      for (let bucket = 0; bucket < buckets; bucket++) {
        const at = lane * buckets + bucket;
        const rgb = shown((matchedMap ?? counts).values[at]) ?? ground(counts.values[at]);
        pixels.data.set([rgb[0], rgb[1], rgb[2], opacity], ((lane - first) * buckets + bucket) * 4);
      }
    }
    small.getContext('2d').putImageData(pixels, 0, 0);
    context.imageSmoothingEnabled = false;
    const left = view.xOf(origin);
    context.drawImage(small, left, view.yOf(first), view.xOf(origin + buckets * length) - left, (last - first) * geometry.laneHeight);
  }

  function paintAxis(colors) {
    const { size, left, width, from, to } = geometry;
    const context = fitCanvas(axis, scroller.clientWidth, axisHeight(profile, size));
    drawTimeAxis(context, profile, { left, top: 0, width, from, to, size, colors, zone: store.get().clock });
  }

  view.paintOverlay = () => {
    if (!geometry || element.hidden || page.printing.isPrinting()) return;
    const context = fitCanvas(overlay, geometry.width, geometry.height);
    const colors = page.theme.colors();
    drawSelections(context, store.get(), colors);
    const { laneHeight } = geometry;
    context.strokeStyle = colors.ink;
    if (view.hover) {
      const start = view.xOf(view.hover.from);
      context.lineWidth = 1.5;
      context.strokeRect(start, view.yOf(view.hover.lane), Math.max(2, view.xOf(view.hover.to) - start), laneHeight - 1);
    }
    if (view.current >= 0 && document.activeElement === overlay) {
      context.lineWidth = 2;
      context.strokeRect(1, view.yOf(view.current), geometry.width - 2, laneHeight - 2);
    }
  };

  function drawSelections(context, { range, second }, colors) {
    if (second) drawBand(context, second, colors.second, colors.halo, [5, 3]);
    if (range) drawBand(context, range, colors.accent, colors.halo, []);
  }

  function drawBand(context, { from, to }, color, halo, dash) {
    const start = Math.max(-4, view.xOf(from));
    const end = Math.min(geometry.width + 4, Math.max(view.xOf(to), view.xOf(from) + 2));
    if (end < 0 || start > geometry.width) return;
    const box = [start, 1, end - start, Math.min(geometry.height, geometry.rows * geometry.laneHeight) - 2];
    context.fillStyle = color;
    context.globalAlpha = 0.12;
    context.fillRect(...box);
    context.globalAlpha = 1;
    context.strokeStyle = halo;
    context.lineWidth = 4;
    context.strokeRect(...box);
    context.strokeStyle = color;
    context.lineWidth = 2;
    context.setLineDash(dash);
    context.strokeRect(...box);
    context.setLineDash([]);
  }

  // Shows a part of the time; all of it where the part is as long.
  view.showTime = (from, to) => {
    const length = Math.max(shortestShown, to - from);
    if (length >= profile.span - profile.start) {
      store.set({ shownTime: null });
      return;
    }
    const start = Math.round(Math.max(profile.start, Math.min(profile.span - length, from)));
    store.set({ shownTime: { from: start, to: Math.round(start + length) } });
  };
  // Magnifies the time by a factor around a position on the overlay; around the selection, or else the middle, where it is null.
  view.magnify = (factor, x = null) => {
    const { from, to } = view.shownTime();
    const { range } = store.get();
    const center = x !== null ? view.timeAtX(x) : range ? (range.from + range.to) / 2 : (from + to) / 2;
    const length = (to - from) / factor;
    const part = x === null && range ? 0.5 : (center - from) / (to - from);
    view.showTime(center - part * length, center + (1 - part) * length);
  };
  view.pan = pixels => {
    const { from, to } = view.shownTime();
    const by = (pixels / geometry.width) * (to - from);
    if (store.get().shownTime) view.showTime(from + by, to + by);
  };
  // Moves the part of the time that is shown to a time that is outside of it.
  view.scrollToTime = time => {
    const { from, to } = view.shownTime();
    if (time < from || time >= to) view.showTime(time - (to - from) / 2, time + (to - from) / 2);
  };
  view.scrollToLane = lane => {
    const y = view.yOf(lane);
    if (y < 0) scroller.scrollTop += y;
    else if (y + geometry.laneHeight > geometry.height) scroller.scrollTop += y + geometry.laneHeight - geometry.height;
  };

  // Returns the box of a lane's bucket at a time, in pixels of the window; null where there is no such lane.
  view.boxOf = (title, time) => {
    const lane = top.lanes.findIndex(each => each.title === title);
    const from = Math.floor(time / counts.length) * counts.length;
    const { x, y } = overlay.getBoundingClientRect();
    return lane < 0
      ? null
      : { x: x + view.xOf(from), y: y + view.yOf(lane), width: view.xOf(from + counts.length) - view.xOf(from), height: geometry.laneHeight };
  };

  view.themeChanged = () => view.paint();
  scroller.addEventListener('scroll', () => view.paint(), { passive: true });
  new ResizeObserver(() => {
    if (geometry && !element.hidden && (scroller.clientHeight !== geometry.height || scroller.clientWidth !== geometry.fullWidth)) page.rerender();
  }).observe(scroller);
  return view;
}
