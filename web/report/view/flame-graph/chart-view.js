import { fitCanvas, rootFontSize } from '../controls/canvas.js';
import { icon } from '../controls/icons.js';
import { make, setChoices, setShown, setText } from '../controls/dom.js';
import { axisHeight, drawTimeAxis } from '../lanes/time-axis.js';
import { formatCount, formatDuration, formatPercent } from '../text/format.js';
import { fitName, shownThreadName } from '../text/names.js';
import { listenToFlame } from './flame-input.js';
import { createFlameView } from './flame-view.js';

// The flame chart of one thread in the selection: its stacks in time order, above an axis of time. It covers the flame graph.

const maximumListed = 200;
const noZoom = [];

export function createChartView(page) {
  if (!page.hasTimes || !page.selectors.chartPicture || page.other) return null;
  const { store, profile, selectors } = page;
  // A page that differs in its zoom: a zoom into a frame shows the frame's time.
  const own = Object.create(page);
  own.store = {
    get: () => ({ ...store.get(), zoom: noZoom, zoomHistory: noZoom }),
    set: patch => store.set('zoom' in patch && !('transforms' in patch) ? {} : patch),
  };
  own.zoomBack = () => view.resetMagnification();
  own.zoomToFrame = node => {
    const { starts, widths } = view.picture();
    if (node === 0) view.resetMagnification();
    else view.magnifyTo(starts[node], starts[node] + widths[node]);
  };
  const view = createFlameView(own, {
    id: 'chart',
    label: 'Flame chart. Arrow keys move between frames, Enter shows the time of a frame, Backspace shows all of the time.',
  });
  listenToFlame(own, view);
  const axis = make('canvas', { class: 'chart-axis', id: 'chart-axis' });
  view.painted = range => paintAxis(range);

  const thread = make('select', {
    id: 'chart-thread',
    'aria-label': 'Thread of the flame chart',
    onchange: () => store.set({ chart: thread.value }),
  });
  const note = make('span', { class: 'muted', id: 'chart-note' });
  const close = make(
    'button',
    { type: 'button', class: 'quiet', 'aria-label': 'Close the flame chart', title: 'Close (Esc)', onclick: () => store.set({ chart: null }) },
    icon('close'),
  );
  const element = make(
    'section',
    { class: 'sandwich-view chart-view', id: 'chart-view', 'aria-label': 'Flame chart', hidden: true },
    make('div', { class: 'sandwich-title' }, make('span', {}, 'Flame chart of '), thread, note, close),
    make('div', { class: 'sandwich-half' }, view.element),
    axis,
  );
  let listed = null;

  function paintAxis({ from, to }) {
    const size = rootFontSize();
    const left = Math.round(size * 0.7);
    const width = Math.max(50, view.element.clientWidth - 2 * left);
    const context = fitCanvas(axis, view.element.clientWidth, axisHeight(profile, size));
    drawTimeAxis(context, profile, { left, top: 0, width, from, to, size, colors: page.theme.colors(), zone: page.store.get().clock });
  }

  // The threads of the selection, the busiest first; a thread without samples in it is listed, too, when it is shown.
  function listThreads(state) {
    const { lanes } = selectors.chartThreads(state, maximumListed);
    if (listed === lanes) return;
    listed = lanes;
    setChoices(
      thread,
      lanes.map(({ key, title }) => [key, fitName(shownThreadName(title), 40)]),
    );
  }

  // Shows the chart of a thread; of the only picked one, or else the busiest one of the selection, where it is null.
  page.showChart = (key = null) => {
    const state = store.get();
    const { lanes } = selectors.chartThreads(state, maximumListed);
    if (key === null && lanes.length === 0) return page.toast('The selection has no samples.');
    store.set({ chart: key ?? lanes[0].key, sandwich: false });
    requestAnimationFrame(() => requestAnimationFrame(() => view.overlay.focus()));
  };
  page.toggleChart = () => (store.get().chart === null ? page.showChart() : store.set({ chart: null }));

  return {
    element,
    view,
    isShown: () => !element.hidden,
    paint() {
      if (!element.hidden && view.picture()) view.paint();
    },
    render(state) {
      setShown(element, state.chart !== null);
      if (element.hidden) return;
      listThreads(state);
      const picture = selectors.chartPicture(state);
      const { shape } = picture;
      if (!listed.some(({ key }) => key === state.chart)) {
        thread.append(make('option', { value: state.chart }, fitName(shownThreadName(shape.title), 40)));
        listed = null;
      }
      thread.value = state.chart;
      const span = shape.durations[0];
      setText(
        note,
        shape.isTooLong
          ? 'Too many frames to show all: select a shorter time range.'
          : `${formatCount(shape.counts[0], 'samples')}${span > 0 ? ` in ${formatDuration(picture.total)}, ${formatPercent(shape.sampled / picture.total)} of it sampled` : ''}`,
      );
      view.render(own.store.get(), picture);
    },
  };
}
