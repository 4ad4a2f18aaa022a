import { pointerPosition } from '../controls/canvas.js';
import { unitOf } from '../flame-graph/flame-text.js';
import { clockText } from '../text/clock.js';
import { formatBare, formatDuration, formatPercent, formatSeconds, formatValue } from '../text/format.js';
import { shownThreadName } from '../text/names.js';
import { laneCounts } from '../state/state.js';
import { copyText } from '../toolbar/clipboard.js';
import { togglePicked } from './picked.js';

// Pointer and keyboard input on the map of threads: a drag selects a range of time, names and keys pick rows.

const touchSlop = 8;
const panKeyStep = 80;

export function listenToLanes(page, view) {
  const { overlay, labels } = view;
  const { store, profile, tooltip } = page;
  let drag = null;
  let anchorLane = -1;

  // The bucket at a position, clipped to the recording.
  function bucketAtX(x) {
    const { from, to, length, width } = view.geometry();
    const time = Math.max(from, Math.min(view.timeAtX(Math.max(0, Math.min(width - 1e-6, x))), to - 1));
    return bucketOf(time, length);
  }
  function bucketOf(time, length) {
    const last = Math.floor((profile.span - 1) / length) * length;
    const start = Math.max(0, Math.min(last, Math.floor(time / length) * length));
    return { from: start, to: start + length };
  }
  const joined = (a, b) => ({ from: Math.min(a.from, b.from), to: Math.max(a.to, b.to) });

  function select(range, isSecond) {
    store.set(isSecond ? { second: range, compare: 'second' } : { range });
  }

  overlay.addEventListener('pointerdown', event => {
    if (event.button !== 0) return;
    const bucket = bucketAtX(pointerPosition(overlay, event).x);
    const isSecond = event.ctrlKey || event.metaKey;
    const { range } = store.get();
    const start = event.shiftKey && !isSecond && range !== null ? farEnd(range, bucket) : bucket;
    drag = { start, isSecond, x: event.clientX, isWaiting: event.pointerType === 'touch' };
    page.heat?.clearAnchor();
    if (drag.isWaiting) return;
    overlay.setPointerCapture(event.pointerId);
    select(joined(start, bucket), isSecond);
  });
  // A selection is extended from the end that is farther away.
  const farEnd = (range, bucket) =>
    Math.abs(bucket.from - range.from) > Math.abs(bucket.to - range.to) ? { from: range.from, to: range.from } : { from: range.to, to: range.to };

  let last = null;
  let isScheduled = false;
  overlay.addEventListener('pointermove', event => {
    last = event;
    if (drag?.isWaiting && Math.abs(event.clientX - drag.x) > touchSlop) {
      drag.isWaiting = false;
      overlay.setPointerCapture(event.pointerId);
    }
    if (drag && !drag.isWaiting) {
      scrollAtEdge(event);
      select(joined(drag.start, bucketAtX(pointerPosition(overlay, event).x)), drag.isSecond);
    }
    if (isScheduled) return;
    isScheduled = true;
    requestAnimationFrame(() => {
      isScheduled = false;
      if (last) hoverAt(last);
    });
  });
  overlay.addEventListener('pointerup', event => {
    // A tap selects a bucket.
    if (drag?.isWaiting) {
      select(drag.start, false);
      hoverAt(event);
    }
    drag = null;
  });
  overlay.addEventListener('pointercancel', () => {
    drag = null;
  });
  overlay.addEventListener('pointerleave', event => {
    last = null;
    if (event.pointerType !== 'touch') leave();
  });
  document.addEventListener('pointerdown', event => event.pointerType === 'touch' && event.target !== overlay && leave());
  overlay.addEventListener('dblclick', () => page.selectAll());

  // While the pointer of a drag is beyond an edge of a magnified map, the map moves and the selection grows.
  let edgeFrame = 0;
  function scrollAtEdge(event) {
    cancelAnimationFrame(edgeFrame);
    const { x } = pointerPosition(overlay, event);
    const { width } = view.geometry();
    const by = x < 0 ? x : x > width ? x - width : 0;
    if (by === 0 || store.get().shownTime === null) return;
    edgeFrame = requestAnimationFrame(() => {
      if (!drag) return;
      const before = store.get().shownTime;
      view.pan(Math.max(-24, Math.min(24, by)));
      if (store.get().shownTime?.from === before?.from) return;
      requestAnimationFrame(() => {
        if (!drag) return;
        select(joined(drag.start, bucketAtX(x)), drag.isSecond);
        scrollAtEdge(event);
      });
    });
  }

  function hoverAt(event) {
    performance.mark('flamescope:hover-start');
    const point = pointerPosition(overlay, event);
    const lane = view.laneAtY(point.y);
    const { width, height, rows } = view.geometry();
    const isInside = lane >= 0 && lane < rows && point.x >= 0 && point.x <= width && point.y >= 0 && point.y < height;
    overlay.style.cursor = isInside ? 'crosshair' : 'default';
    const next = isInside ? { lane, ...bucketAtX(point.x) } : null;
    if (next?.lane !== view.hover?.lane || next?.from !== view.hover?.from) {
      view.hover = next;
      view.paintOverlay();
    }
    if (next) {
      const [title, ...lines] = describe(next);
      tooltip.show(event, title, lines);
    } else tooltip.hide();
    performance.measure('flamescope:hover', 'flamescope:hover-start');
  }

  function leave() {
    tooltip.hide();
    if (!view.hover) return;
    view.hover = null;
    view.paintOverlay();
  }

  function describe({ lane, from, to }) {
    const counts = view.counts();
    const unit = unitOf(store.get(), profile);
    const at = lane * counts.buckets + Math.round((from - counts.origin) / counts.length);
    const clock = clockText(profile, from, store.get().clock, 3);
    return [
      nameOf(lane),
      `${formatSeconds(from)} – ${formatSeconds(to)} s (${formatDuration(to - from)})`,
      formatValue(counts.values[at] ?? 0, unit),
      view.matchedMap ? `${formatBare(view.matchedMap.values[at] ?? 0, unit)} matching` : '',
      clock ?? '',
    ];
  }

  const nameOf = lane => (lane < view.lanes().length ? shownThreadName(view.lanes()[lane].title) : 'All other rows');

  // Names: a click shows only a row, with Ctrl, or with a finger, it adds or removes it, with Shift it picks all rows up to it.
  labels.addEventListener('click', event => {
    const button = event.target.closest('button');
    if (!button) return;
    const lane = Number(button.dataset.lane);
    if (lane >= view.lanes().length) {
      showMore();
      return;
    }
    if (event.shiftKey && anchorLane >= 0) pick(keysBetween(anchorLane, lane), false);
    else {
      anchorLane = lane;
      pick([view.lanes()[lane].key], event.ctrlKey || event.metaKey || event.pointerType === 'touch');
    }
  });

  labels.addEventListener('dblclick', event => {
    const lane = view.lanes()[event.target.closest('button')?.dataset.lane];
    if (lane && store.get().lanesBy === 'tid') page.showChart?.(lane.key);
  });
  labels.addEventListener('contextmenu', event => {
    event.preventDefault();
    openMenu(Number(event.target.closest('button')?.dataset.lane), event.clientX, event.clientY);
  });
  function openMenu(index, x, y) {
    const lane = view.lanes()[index];
    if (!lane) return;
    const isPicked = labels.children[index].getAttribute('aria-pressed') === 'true';
    page.contextMenu.open(x, y, nameOf(index), [
      ['Show only this row', 'Enter', () => store.set({ picked: { by: store.get().lanesBy, keys: [lane.key] } })],
      [isPicked ? 'Remove it from the picked rows' : 'Add it to the picked rows', 'Space', () => pick([lane.key], true)],
      ...(store.get().lanesBy === 'tid' && page.showChart ? [['Flame chart', 'its stacks in time order', () => page.showChart(lane.key)]] : []),
      null,
      ['Copy the name', '', () => copyName(nameOf(index))],
    ]);
  }
  async function copyName(name) {
    await copyText(name);
    page.toast('Copied the name');
  }

  const keysBetween = (a, b) =>
    view
      .lanes()
      .slice(Math.min(a, b), Math.max(a, b) + 1)
      .map(({ key }) => key);

  function showMore() {
    const next = laneCounts.find(count => count > store.get().laneCount);
    if (next) store.set({ laneCount: next });
    else page.filters.menu.open();
  }

  function pick(keys, isAdding) {
    const state = store.get();
    const picked = togglePicked(state.picked, state.lanesBy, keys, isAdding);
    // The flame chart follows when one thread is picked.
    const isThread = state.chart !== null && picked?.by === 'tid' && picked.keys.length === 1;
    store.set(isThread ? { picked, chart: picked.keys[0] } : { picked });
    page.announcer.announce(picked === null ? 'All rows are shown' : `${picked.keys.length} picked`);
  }

  // Ctrl-wheel magnifies the time around the pointer; the horizontal wheel moves it.
  overlay.addEventListener(
    'wheel',
    event => {
      if (event.ctrlKey) view.magnify(2 ** (-Math.max(-120, Math.min(120, event.deltaY)) / 120), pointerPosition(overlay, event).x);
      else if (store.get().shownTime && (event.shiftKey || event.deltaX !== 0)) view.pan(event.deltaX || event.deltaY);
      else return;
      leave();
      event.preventDefault();
    },
    { passive: false },
  );

  overlay.addEventListener('keydown', event => {
    if (event.metaKey || event.altKey) return;
    const lanes = view.lanes();
    const { rows } = view.geometry();
    const toLane = lane => {
      view.current = Math.max(0, Math.min(rows - 1, lane));
      view.hover = null;
      view.scrollToLane(view.current);
      view.paintOverlay();
      announceLane(view.current);
    };
    if (event.key === 'ArrowDown') toLane(view.current + 1);
    else if (event.key === 'ArrowUp') toLane(view.current < 0 ? rows - 1 : view.current - 1);
    else if (event.key === 'Home') toLane(0);
    else if (event.key === 'End') toLane(rows - 1);
    else if ((event.key === 'ContextMenu' || (event.shiftKey && event.key === 'F10')) && view.current >= 0) {
      const box = overlay.getBoundingClientRect();
      openMenu(view.current, box.x + 20, box.y + view.yOf(view.current) + view.geometry().laneHeight / 2);
    } else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight')
      moveSelection(event.key === 'ArrowLeft' ? -1 : 1, event.shiftKey, event.ctrlKey);
    else if ((event.key === 'Enter' || event.key === ' ') && view.current >= 0) {
      if (view.current >= lanes.length) showMore();
      else pick([lanes[view.current].key], event.key === ' ');
    } else if (event.key === '+' || event.key === '=') view.magnify(2);
    else if (event.key === '-') view.magnify(0.5);
    else if (event.key === 'PageUp' || event.key === 'PageDown') view.pan(event.key === 'PageUp' ? -panKeyStep : panKeyStep);
    else if (event.key === 'Backspace' && store.get().shownTime) store.set({ shownTime: null });
    else if (event.key === 'Escape' && hasOnlyPicks(store.get())) store.set({ picked: null });
    else return;
    event.preventDefault();
  });
  // Escape clears the selections first.
  const hasOnlyPicks = ({ picked, range, second }) => picked !== null && range === null && second === null && !page.filters.menu.isOpen();
  for (const type of ['focus', 'blur']) overlay.addEventListener(type, () => view.paintOverlay());

  function announceLane(lane) {
    const { lanes, rest, total } = view.top();
    const { value } = lanes[lane] ?? rest;
    const isPressed = labels.children[lane]?.getAttribute('aria-pressed') === 'true';
    page.announcer.announce(
      `${nameOf(lane)}: ${formatValue(value, unitOf(store.get(), profile))}, ${formatPercent(total === 0 ? 0 : value / total)}${isPressed ? ', picked' : ''}`,
    );
  }

  // Moves the selection by a bucket, or with Shift its end. Without a selection, the busiest bucket of the row is selected.
  function moveSelection(by, isExtending, isSecond) {
    const { length } = view.geometry();
    const key = isSecond ? 'second' : 'range';
    const now = store.get()[key];
    const start = bucketOf(busiestTime(), length);
    let next = start;
    if (now !== null && isExtending) next = { from: now.from, to: Math.max(now.from + length, bucketOf(now.to - 1 + by * length, length).to) };
    else if (now !== null) {
      const from = Math.max(0, Math.min(bucketOf(profile.span, length).to - (now.to - now.from), now.from + by * length));
      next = { from, to: from + now.to - now.from };
    }
    page.heat?.clearAnchor();
    select(next, isSecond);
    view.scrollToTime(by < 0 ? next.from : next.to - 1);
    page.announcer.announce(`${formatSeconds(next.from)} to ${formatSeconds(next.to)} seconds`);
  }

  function busiestTime() {
    const { values, buckets, origin, length } = view.counts();
    const lane = Math.max(0, view.current);
    let best = 0;
    for (let bucket = 1; bucket < buckets; bucket++) if (values[lane * buckets + bucket] > values[lane * buckets + best]) best = bucket;
    return origin + best * length;
  }
}
