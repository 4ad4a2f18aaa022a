import { weightTitle } from '../text/names.js';
import { formatSeconds } from '../text/format.js';
import { momentOf } from '../../engine/data/moments.js';
import { zoomBack } from './state.js';

// Actions that several parts of the page use.

export function addActions(page) {
  const { store } = page;
  const moments = page.profile.moments ?? [];
  page.selectAll = () => {
    page.heat?.clearAnchor();
    const { range, compare } = store.get();
    // A moment was selected together with the comparison.
    const isOfMoment = range !== null && momentOf(moments, range) >= 0 && compare === 'rest';
    store.set({ range: null, second: null, other: null, compare: compare === 'second' || isOfMoment ? 'off' : compare });
  };
  // Shows a time on the maps.
  page.scrollToTime = time => {
    if (page.isHeatShown()) page.heat.scrollToTime(time);
    if (page.lanes?.isShown(store.get())) page.lanes.scrollToTime(time);
  };
  // Makes what a map shows shorter or longer.
  page.stepMap = by => (page.isHeatShown() ? page.heatControls.step(by) : page.lanes?.magnify(by < 0 ? 2 : 0.5));
  // Selects a moment and compares it with the rest. A moment that is selected already moves on to its next occurrence.
  page.selectMoment = index => {
    const { range } = store.get();
    const { kind, ranges } = moments[index];
    const at = range === null ? -1 : ranges.findIndex(({ from, to }) => from === range.from && to === range.to);
    const next = ranges[(at + 1) % ranges.length];
    page.heat?.clearAnchor();
    store.set({ range: next, second: null, compare: 'rest', swapped: false });
    requestAnimationFrame(() => page.scrollToTime(next.from));
    page.announcer.announce(`Moment ${index + 1}, ${kind}, from ${formatSeconds(next.from)} to ${formatSeconds(next.to)} seconds`);
  };
  // Moves the selection by its own length. Returns false at the end of the recording.
  page.stepSelection = by => {
    const { range } = store.get();
    const { start, span } = page.profile;
    if (range === null) return false;
    const length = range.to - range.from;
    const from = range.from + by * length;
    if (from + length <= start || from >= span || from < 0) return false;
    page.heat?.clearAnchor();
    store.set({ range: { from, to: from + length } });
    requestAnimationFrame(() => page.scrollToTime(from));
    page.announcer.announce(`${formatSeconds(from)} to ${formatSeconds(from + length)} seconds`);
    return true;
  };
  page.stepMoment = by => {
    const { range } = store.get();
    const now = range === null ? -1 : momentOf(moments, range);
    if (moments.length > 0) page.selectMoment(now < 0 ? (by > 0 ? 0 : moments.length - 1) : (now + by + moments.length) % moments.length);
  };
  page.weightName = state =>
    state.weight === 'samples' || state.weight === 'period' ? weightTitle(state.weight).toLowerCase() : weightTitle(state.weight);
  page.togglePanel = () => store.set({ panel: store.get().panel === 'functions' ? 'none' : 'functions' });
  page.toggleReversed = () => store.set({ reversed: !store.get().reversed, zoom: [], zoomHistory: [] });
  page.focusOn = ({ label, kind }) => store.set({ focus: { label, kind }, panel: 'functions' });
  page.zoomBack = () => {
    if (!page.flame.resetMagnification()) store.set(zoomBack(store.get()));
  };
  page.closeSandwich = () => store.set({ sandwich: false, focus: store.get().panel === 'functions' ? store.get().focus : null });
  page.showSandwich = ({ label, kind }) => store.set({ focus: { label, kind }, sandwich: true, chart: null });
  page.focusFunction = (picture, node) => {
    if (node > 0 && picture.shape.frames[node] >= 0) page.focusOn({ label: picture.shape.names[node], kind: picture.kinds[node] });
  };
}
