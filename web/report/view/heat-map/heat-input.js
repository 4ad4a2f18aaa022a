import { momentAt } from '../../engine/data/moments.js';
import { momentText } from '../panels/moments-panel.js';
import { rangeOfCells, cellAt } from '../../engine/samples/heat-map.js';
import { pointerPosition } from '../controls/canvas.js';
import { clockText } from '../text/clock.js';
import { unitOf } from '../flame-graph/flame-text.js';
import { formatBare, formatDuration, formatSeconds, formatShort, formatValue } from '../text/format.js';
import { gapLines } from './gap-marks.js';
import { cellUnder, columnUnder } from './heat-geometry.js';
import { shownName } from '../text/names.js';

// Pointer and keyboard input on the heat map. A drag selects in time order, across columns.

// The time in milliseconds after which a touch is a long press.
const longPress = 350;
// The maximum distance in pixels per frame by which a drag beyond an edge scrolls.
const edgeStep = 24;

export function listenToHeat(page, view) {
  const { overlay } = view;
  const { store, profile, tooltip } = page;
  let drag = null;
  let anchor = null;
  let last = null;
  let isScheduled = false;

  const cellRangeOf = cell => rangeOfCells(view.map(), cell, cell);

  overlay.addEventListener('pointerdown', event => {
    if (event.button !== 0) return;
    const moment = view.momentAt(pointerPosition(overlay, event));
    if (moment >= 0) {
      page.selectMoment(moment);
      return;
    }
    const cell = cellUnder(view.geometry(), pointerPosition(overlay, event));
    if (!cell) {
      startColumns(event);
      return;
    }
    if (event.pointerType === 'touch') {
      startTouch(event, cell);
      return;
    }
    const isSecond = event.ctrlKey || event.metaKey;
    const isExtending = event.shiftKey && !isSecond && store.get().range !== null;
    anchor = isExtending ? (anchor ?? firstCellOf(store.get().range)) : cell;
    drag = { isSecond, cell, pointer: event.pointerId };
    overlay.setPointerCapture(event.pointerId);
    selectTo(cell);
  });

  overlay.addEventListener('pointermove', event => {
    last = event;
    if (drag?.isOfColumns) extendColumns(event);
    else if (drag) {
      scrollAtEdge(event);
      const cell = cellUnder(view.geometry(), pointerPosition(overlay, event), true);
      if (cell.column !== drag.cell.column || cell.row !== drag.cell.row) {
        drag.cell = cell;
        selectTo(cell);
      }
    }
    if (isScheduled) return;
    isScheduled = true;
    requestAnimationFrame(() => {
      isScheduled = false;
      if (last) hoverAt(last);
    });
  });
  overlay.addEventListener('pointerup', event => {
    if (touch) endTouch(event);
    drag = null;
  });
  overlay.addEventListener('pointercancel', () => {
    cancelTouch();
    drag = null;
  });
  overlay.addEventListener('pointerleave', event => {
    last = null;
    if (event.pointerType !== 'touch') leave();
  });

  // On the line chart and on the axis, a click or a drag selects whole columns.
  function startColumns(event) {
    const column = columnUnder(view.geometry(), pointerPosition(overlay, event));
    if (column === null) return;
    drag = { isSecond: event.ctrlKey || event.metaKey, isOfColumns: true, from: column, to: -1 };
    overlay.setPointerCapture(event.pointerId);
    extendColumns(event);
  }
  function extendColumns(event) {
    scrollAtEdge(event);
    const { column } = cellUnder(view.geometry(), pointerPosition(overlay, event), true);
    if (column === drag.to) return;
    drag.to = column;
    anchor = { column: Math.min(drag.from, column), row: 0 };
    selectTo({ column: Math.max(drag.from, column), row: view.map().rows - 1 });
  }

  // While the pointer of a drag is beyond an edge of the map, the map scrolls and the selection grows.
  let edgeFrame = 0;
  function scrollAtEdge(event) {
    cancelAnimationFrame(edgeFrame);
    const { left, plotWidth } = view.geometry();
    const { x } = pointerPosition(overlay, event);
    const by = x < left ? x - left : x > left + plotWidth ? x - left - plotWidth : 0;
    if (by === 0) return;
    const step = () => {
      if (!drag) return;
      const before = view.element.scrollLeft;
      view.element.scrollLeft += Math.max(-edgeStep, Math.min(edgeStep, by));
      if (view.element.scrollLeft === before) return;
      view.scrolled();
      if (drag.isOfColumns) {
        extendColumns(event);
        return;
      }
      selectTo(cellUnder(view.geometry(), pointerPosition(overlay, event), true));
      edgeFrame = requestAnimationFrame(step);
    };
    edgeFrame = requestAnimationFrame(step);
  }

  // Touch: a swipe scrolls, a tap selects a cell, and a long press starts a selection that the finger extends.
  let touch = null;
  function startTouch(event, cell) {
    touch = {
      cell,
      timer: setTimeout(() => {
        touch = null;
        anchor = cell;
        drag = { isSecond: false, cell, pointer: event.pointerId };
        selectTo(cell);
        hoverAt(event);
      }, longPress),
    };
  }
  function cancelTouch() {
    clearTimeout(touch?.timer);
    touch = null;
  }
  function endTouch(event) {
    const { cell } = touch;
    cancelTouch();
    anchor = cell;
    drag = { isSecond: false, cell };
    selectTo(cell);
    hoverAt(event);
  }
  overlay.addEventListener('touchmove', event => drag && event.preventDefault(), { passive: false });
  overlay.addEventListener('contextmenu', event => (drag || event.pointerType === 'touch') && event.preventDefault());
  document.addEventListener('pointerdown', event => event.pointerType === 'touch' && event.target !== overlay && leave());
  overlay.addEventListener('dblclick', () => page.selectAll());

  function selectTo(cell) {
    const range = rangeOfRecording(anchor, cell);
    store.set(drag.isSecond ? { second: range, compare: 'second' } : { range });
  }

  function firstCellOf(range) {
    return cellAt(view.map(), range.from) ?? { column: 0, row: 0 };
  }

  function lastCellOf(range) {
    const map = view.map();
    return cellAt(map, Math.max(range.from, range.to - 1)) ?? { column: map.columns - 1, row: map.rows - 1 };
  }

  function hoverAt(event) {
    performance.mark('flamescope:hover-start');
    const cell = cellUnder(view.geometry(), pointerPosition(overlay, event));
    const moment = view.momentAt(pointerPosition(overlay, event));
    overlay.style.cursor = moment >= 0 ? 'pointer' : cell ? 'crosshair' : 'default';
    if (cell?.column !== view.hover?.column || cell?.row !== view.hover?.row) {
      view.hover = cell;
      view.paintOverlay();
    }
    if (moment >= 0) tooltip.show(event, describeMoment(moment), ['Click to select it and compare it with the rest']);
    else if (cell) {
      const [title, ...lines] = describeCell(cell);
      tooltip.show(event, title, lines);
    } else if (describeColumn(event) !== null) {
      overlay.style.cursor = 'col-resize';
      const [title, ...lines] = describeColumn(event);
      tooltip.show(event, title, lines);
    } else tooltip.hide();
    performance.measure('flamescope:hover', 'flamescope:hover-start');
  }

  // The whole column at a position on the line chart or on the axis.
  function describeColumn(event) {
    const column = columnUnder(view.geometry(), pointerPosition(overlay, event));
    if (column === null) return null;
    const map = view.map();
    const from = map.origin + column * map.columnLength;
    const range = { from, to: Math.min(from + map.columnLength, Math.max(from + 1, profile.span)) };
    const cpus = page.selectors.averageCpuUsage(store.get(), range);
    let value = 0;
    for (let row = 0; row < map.rows; row++) value += map.values[column * map.rows + row];
    return [
      `${formatSeconds(from)} – ${formatSeconds(from + map.columnLength)} s`,
      cpus === null || cpus === undefined ? '' : `${formatShort(cpus)} busy CPUs`,
      formatValue(value, unitOf(store.get(), profile)),
      clockText(profile, from, store.get().clock) ?? '',
      ...gapLines(profile.gaps ?? [], range),
      'Click or drag to select whole columns',
    ];
  }

  function leave() {
    tooltip.hide();
    if (view.hover) {
      view.hover = null;
      view.paintOverlay();
    }
  }

  function describeCell(cell) {
    const map = view.map();
    const state = store.get();
    const range = cellRangeOf(cell);
    const unit = unitOf(state, profile);
    const value = map.values[cell.column * map.rows + cell.row];
    const lines = [
      `Second ${formatSeconds(range.from)}, ${formatDuration(range.from - map.origin - cell.column * map.columnLength)} into the column`,
      formatValue(value, unit),
    ];
    if (view.matchedMap) lines.push(`${formatBare(view.matchedMap.values[cell.column * map.rows + cell.row], unit)} matching`);
    const busiest = value > 0 ? page.selectors.busiestAt(state, range) : null;
    if (busiest) lines.push(`Busiest: ${shownName(busiest.comm)}, ${formatValue(busiest.value, unit)}`);
    const clock = clockText(profile, range.from, state.clock, 3);
    if (clock) lines.push(clock);
    lines.push(...gapLines(profile.gaps ?? [], range));
    const moment = state.marks ? momentAt(profile.moments ?? [], range.from) : -1;
    if (moment >= 0) lines.push(describeMoment(moment));
    return lines;
  }

  function describeMoment(index) {
    const moment = profile.moments[index];
    return `Moment ${index + 1}: ${[momentText(moment), ...moment.functions.slice(0, 1)].join(', ')}`;
  }

  // Arrow keys move the selection by a cell, or with Shift the end that is being extended.
  const steps = { ArrowUp: [0, 1], ArrowDown: [0, -1], ArrowRight: [1, 0], ArrowLeft: [-1, 0] };
  overlay.addEventListener('keydown', event => {
    if (event.metaKey || event.altKey) return;
    const step = steps[event.key];
    if (step) move(step, event.shiftKey, event.ctrlKey);
    else if (event.key === 'Home' || event.key === 'End') jump(event.key === 'Home', event.shiftKey);
    else return;
    event.preventDefault();
  });

  let head = null;
  function move([columns, rows], isExtending, isSecond) {
    const map = view.map();
    const state = store.get();
    const key = isSecond ? 'second' : 'range';
    const range = state[key];
    if (range === null) return select(key, busiestCell(map), busiestCell(map));
    const by = cell => cellAfter(map, cell, columns * map.rows + rows);
    if (isExtending) {
      const first = firstCellOf(range);
      const end = lastCellOf(range);
      if (!anchor || (!isSame(anchor, first) && !isSame(anchor, end))) anchor = first;
      const far = isSame(anchor, first) ? end : first;
      return select(key, anchor, by(far));
    }
    const length = distance(map, firstCellOf(range), lastCellOf(range));
    const start = by(firstCellOf(range));
    anchor = start;
    select(key, start, cellAfter(map, start, length));
  }

  function jump(toStart, isExtending) {
    const map = view.map();
    const range = store.get().range;
    const goal = toStart ? { column: 0, row: 0 } : { column: map.columns - 1, row: map.rows - 1 };
    if (!isExtending || range === null) anchor = goal;
    else anchor ??= firstCellOf(range);
    select('range', anchor, goal);
  }

  function select(key, from, to) {
    head = to;
    const range = rangeOfRecording(from, to);
    store.set(key === 'second' ? { second: range, compare: 'second' } : { range });
    view.scrollToTime(rangeOfCells(view.map(), head, head).from);
    page.announcer.announce(describeCell(head).join('. '));
  }

  // A selection ends with the last cell that can have samples, so that its rates are not diluted by time after the recording.
  function rangeOfRecording(a, b) {
    const map = view.map();
    const last = cellAt(map, profile.span - 1) ?? { column: map.columns - 1, row: map.rows - 1 };
    const clip = cell => (indexOf(map, cell) > indexOf(map, last) ? last : cell);
    return rangeOfCells(map, clip(a), clip(b));
  }

  // Shows the tooltip again, with what is known by now.
  view.hoverAgain = () => {
    if (last && view.hover) hoverAt(last);
  };

  // Ends a drag, which the pointer does not continue.
  view.clearAnchor = () => {
    anchor = null;
    drag = null;
  };
}

const isSame = (a, b) => a.column === b.column && a.row === b.row;
const indexOf = (map, cell) => cell.column * map.rows + cell.row;
const distance = (map, a, b) => indexOf(map, b) - indexOf(map, a);

function cellAfter(map, cell, by) {
  const index = Math.max(0, Math.min(map.columns * map.rows - 1, indexOf(map, cell) + by));
  return { column: Math.floor(index / map.rows), row: index % map.rows };
}

function busiestCell(map) {
  let best = 0;
  for (let i = 1; i < map.values.length; i++) if (map.values[i] > map.values[best]) best = i;
  return { column: Math.floor(best / map.rows), row: best % map.rows };
}
