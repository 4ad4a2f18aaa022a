import { cellAt, cellRange } from '../../engine/samples/heat-map.js';
import { fitCanvas, rootFontSize } from '../controls/canvas.js';
import { make } from '../controls/dom.js';
import { drawGaps } from './gap-marks.js';
import { drawOutside } from './heat-outside.js';
import { drawAxes } from './heat-axes.js';
import { drawCells } from './heat-cells.js';
import { heatColors } from './heat-colors.js';
import { cellUnder, fittingLevel, heatGeometry, yOfRow } from './heat-geometry.js';
import { drawHeatOverlay } from './heat-overlay.js';
import { columnLevels, isLevelPossible } from '../state/state.js';
import { createMinimap } from './minimap.js';
import { drawMoments, momentFlags } from './moment-marks.js';
import { drawTimeline, timelineOf } from './timeline.js';

// The heat map: a canvas of the size of the viewport in a scrolling sheet as wide as all columns, and an overlay canvas for selections and hover.

// isOther: the map of a profile that another one is compared with; its range is drawn as the second one.
export function createHeatView(page, { id = 'heat', label = 'Heat map', isOther = false } = {}) {
  const canvas = make('canvas', { class: 'heat-canvas' });
  const overlay = make('canvas', {
    class: 'heat-overlay',
    id,
    tabindex: '0',
    role: 'application',
    'aria-roledescription': 'heat map',
    'aria-label': `${label}. Arrow keys move the selection, with Shift they extend it, Escape selects the whole profile.`,
  });
  const sheet = make('div', { class: 'heat-sheet' }, make('div', { class: 'heat-window' }, canvas, overlay));
  const element = make('div', { class: 'heat-scroll', tabindex: '-1' }, sheet);
  const view = { element, overlay, hover: null };
  let geometry = null;
  let map = null;
  let colorOf = null;
  let painted = [];
  const moments = page.profile.moments ?? [];
  // In a comparison of two profiles, both maps have the same columns and colors.
  const { profiles } = page;
  const peer = () => (isOther ? Object.getPrototypeOf(page).heat : page.other?.heat) ?? null;
  const hasMoments = () => profiles.some(profile => profile.moments?.length > 0);

  // The ranges that are selected in this map, with their colors.
  view.selections = ({ range, second }) => {
    const { accent, second: other } = page.theme.colors();
    return isOther
      ? [{ range, color: other }]
      : [
          { range: second, color: other },
          { range, color: accent },
        ];
  };

  view.geometry = () => geometry;
  view.map = () => map;
  view.columnLength = state =>
    state.columnLength ??
    Math.max(
      ...profiles.map(profile =>
        fittingLevel(
          profile,
          columnLevels.filter(level => isLevelPossible(profile, level, state.rows)),
          element.clientWidth - rootFontSize() * 6,
        ),
      ),
    );
  const sharedMaximum = (own, others) => (others?.columnLength === own.columnLength ? Math.max(own.maximum, others.maximum) : own.maximum);
  const maximumOfAll = () => sharedMaximum(map, peer()?.map());
  const maximumOfMatches = () => sharedMaximum(view.matchedMap, peer()?.matchedMap);
  const maximumOfShown = () => (view.matchedMap ? maximumOfMatches() : maximumOfAll());

  view.readMap = state => {
    const columnLength = view.columnLength(state);
    map = page.selectors.map(state, columnLength);
    view.matchedMap = page.selectors.matchedMap(state, columnLength);
  };

  view.render = state => {
    view.readMap(state);
    if (!isOther && page.other) peer()?.readMap(page.other.stateOf(state)); // for the colors
    // In most cases only the selection has changed, which the overlay shows.
    const now = [
      map,
      view.matchedMap,
      maximumOfAll(),
      maximumOfShown(),
      state.colors,
      state.scale,
      state.marks,
      state.clock,
      element.clientWidth,
      element.clientHeight,
    ];
    if (now.every((part, i) => part === painted[i])) return view.paintOverlay();
    painted = now;
    colorOf = null;
    layOutHeat();
    view.paint();
  };

  function layOutHeat() {
    const size = rootFontSize();
    geometry = heatGeometry({
      width: element.clientWidth,
      height: element.clientHeight,
      size,
      columns: map.columns,
      rows: map.rows,
      columnLength: map.columnLength,
      origin: map.origin,
      scroll: element.scrollLeft,
      hasFlags: hasMoments() && page.store.get().marks,
    });
    sheet.style.width = `${Math.max(element.clientWidth, Math.floor(geometry.fullWidth))}px`;
  }

  // The legend of the cells: matches during a search, otherwise all samples.
  view.legend = () => {
    const state = page.store.get();
    const { shown: color, ground } = colors(state);
    return { colorOf: value => (value > 0 || ground === null ? color(value) : ground(0)), maximum: maximumOfShown() };
  };

  function colors(state) {
    if (colorOf) return colorOf;
    const dark = page.theme.isDark();
    if (!view.matchedMap) return (colorOf = { shown: heatColors(state.colors, dark, state.scale, map.values, maximumOfAll()), ground: null });
    const match = heatColors('match', dark, state.scale, view.matchedMap.values, maximumOfMatches());
    return (colorOf = {
      shown: value => (value > 0 ? match(value) : [0, 0, 0, 0]),
      ground: heatColors('ground', dark, state.scale, map.values, maximumOfAll()),
    });
  }

  view.paint = () => {
    if (!map) return;
    const state = page.store.get();
    const context = fitCanvas(canvas, element.clientWidth, element.clientHeight);
    const themeColors = page.theme.colors();
    const chosen = colors(state);
    if (chosen.ground) drawCells(context, geometry, map, chosen.ground, null);
    drawCells(context, geometry, view.matchedMap ?? map, chosen.shown, `${themeColors.halo}66`);
    drawOutside(context, geometry, page.selectors.bounds?.() ?? null, themeColors);
    drawGaps(context, geometry, page.profile.gaps ?? [], themeColors);
    drawAxes(context, geometry, page.profile, themeColors, state.clock);
    drawTimeline(context, geometry, timelineOf(page.selectors, state, geometry, map), themeColors);
    if (state.marks && moments.length > 0) drawMoments(context, geometry, moments, themeColors);
    // On paper, the overlay would replace the picture, so the selections are part of the picture.
    if (page.printing.isPrinting()) drawOverlay(context);
    else view.paintOverlay();
  };

  view.paintOverlay = () => {
    minimap.paint(page.store.get());
    if (geometry && !page.printing.isPrinting()) drawOverlay(fitCanvas(overlay, element.clientWidth, element.clientHeight));
  };

  function drawOverlay(context) {
    const { range, second } = page.store.get();
    drawHeatOverlay(context, geometry, {
      range: isOther ? null : range,
      second: isOther ? range : second,
      hover: view.hover,
      colors: page.theme.colors(),
    });
  }

  // Draws everything at the next rendering, also where the cells are the same.
  view.invalidate = () => {
    painted = [];
  };

  view.themeChanged = () => {
    colorOf = null;
    view.paint();
  };

  // Returns the box {x, y, width, height} of the cell that contains a time in nanoseconds, in pixels of the window; null outside the map.
  view.boxOfTime = time => {
    const cell = geometry === null ? null : cellAt(map, time);
    if (cell === null) return null;
    const { x, y } = overlay.getBoundingClientRect();
    return {
      x: x + geometry.left + cell.column * geometry.columnWidth - geometry.scroll,
      y: y + yOfRow(geometry, cell.row + 1),
      width: geometry.columnWidth,
      height: geometry.rowHeight,
    };
  };

  // Returns the index of the moment whose rank is drawn at a point; -1 for none.
  view.momentAt = ({ x, y }) =>
    geometry === null || !page.store.get().marks
      ? -1
      : (momentFlags(geometry, moments).find(flag => Math.hypot(flag.x - x, flag.y - y) <= flag.radius + 2)?.index ?? -1);

  // Returns the box of the rank of a moment in pixels of the window; null where it is not drawn.
  view.boxOfMoment = index => {
    const flag = geometry === null ? undefined : momentFlags(geometry, moments).find(one => one.index === index);
    if (flag === undefined) return null;
    const { x, y } = overlay.getBoundingClientRect();
    return { x: x + flag.x - flag.radius, y: y + flag.y - flag.radius, width: 2 * flag.radius, height: 2 * flag.radius };
  };

  // Returns the time at the start of the cell nearest to a point of the overlay.
  view.timeAt = point => {
    const { column, row } = cellUnder(geometry, point, true);
    return cellRange(map, column, row).from;
  };

  // Scrolls the column of a time to a position on the overlay.
  view.scrollTimeTo = (time, x) => {
    const column = Math.floor((time - geometry.origin) / geometry.columnLength);
    element.scrollLeft = geometry.left + (column + 0.5) * geometry.columnWidth - x;
  };

  // Scrolls a time to the center unless it is visible.
  view.scrollToTime = time => {
    if (geometry === null) return; // hidden
    const x = ((time - geometry.origin) / geometry.columnLength) * geometry.columnWidth;
    if (x < element.scrollLeft || x > element.scrollLeft + geometry.plotWidth - geometry.columnWidth) element.scrollLeft = x - geometry.plotWidth / 2;
  };

  view.scrolled = () => {
    if (!geometry || geometry.scroll === element.scrollLeft) return;
    geometry = { ...geometry, scroll: element.scrollLeft };
    view.hover = null;
    view.paint();
  };
  element.addEventListener('scroll', view.scrolled, { passive: true });
  new ResizeObserver(() => {
    if (map && (geometry.width !== element.clientWidth || geometry.height !== element.clientHeight)) page.rerender();
  }).observe(element);
  const minimap = createMinimap(page, view);
  view.box = make('div', { class: 'heat-box' }, element, minimap.element);
  return view;
}
