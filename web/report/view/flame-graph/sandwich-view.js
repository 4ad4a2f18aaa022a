import { make, setShown, setText } from '../controls/dom.js';
import { icon } from '../controls/icons.js';
import { formatValue } from '../text/format.js';
import { shownName } from '../text/names.js';
import { unitOf } from './flame-text.js';
import { listenToFlame } from './flame-input.js';
import { createFlameView } from './flame-view.js';

// The sandwich view: above, the callers of a function as flames; below, its callees as icicles. Each half has a zoom of its own.

export function createSandwichView(page) {
  if (!page.selectors.callersPicture) return null;
  const callers = createHalf(page, false, 'sandwich-callers', 'Callers. Arrow keys move between frames, Enter zooms, Backspace goes back.');
  const callees = createHalf(page, true, 'sandwich-callees', 'Callees. Arrow keys move between frames, Enter zooms, Backspace goes back.');
  const title = make('span', {});
  const close = make(
    'button',
    { type: 'button', class: 'quiet', 'aria-label': 'Close the sandwich view', onclick: () => page.closeSandwich() },
    icon('close'),
  );
  const element = make(
    'section',
    { class: 'sandwich-view', id: 'sandwich-view', 'aria-label': 'Sandwich view', hidden: true },
    make('div', { class: 'sandwich-half' }, callers.view.element),
    make('div', { class: 'sandwich-title' }, title, close),
    make('div', { class: 'sandwich-half' }, callees.view.element),
  );
  return {
    element,
    callers: callers.view,
    callees: callees.view,
    paint() {
      for (const { view } of [callers, callees]) if (!element.hidden && view.picture()) view.paint();
    },
    render(state) {
      const isShown = state.sandwich && state.focus !== null;
      setShown(element, isShown);
      if (!isShown) return;
      const picture = page.selectors.callersPicture(state);
      const name = shownName(page.selectors.functionName(state.focus));
      setText(title, `Callers above and callees below ${name}: ${formatValue(picture.total, unitOf(state, page.profile))}`);
      callers.render(state, picture);
      callees.render(state, page.selectors.calleesPicture(state));
    },
  };
}

// A half is a flame graph on a page that differs in its direction and its zoom.
function createHalf(page, icicle, id, label) {
  let zoom = [];
  let shownFocus = null;
  const half = Object.create(page);
  half.store = {
    get: () => ({ ...page.store.get(), icicle, zoom, zoomHistory: [] }),
    set(patch) {
      if (!('zoom' in patch) || 'transforms' in patch) return page.store.set(patch);
      zoom = patch.zoom;
      page.rerender();
    },
  };
  half.zoomBack = () => {
    if (!view.resetMagnification()) half.store.set({ zoom: [] });
  };
  const view = createFlameView(half, { id, label });
  listenToFlame(half, view);
  return {
    view,
    render(state, picture) {
      if (shownFocus !== state.focus) zoom = [];
      shownFocus = state.focus;
      view.render(half.store.get(), picture);
    },
  };
}
