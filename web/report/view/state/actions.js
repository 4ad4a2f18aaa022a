import { weightTitle } from '../text/names.js';
import { zoomBack } from './state.js';

// Actions that several parts of the page use.

export function addActions(page) {
  const { store } = page;
  page.selectAll = () => {
    page.heat?.clearAnchor();
    store.set({ range: null, second: null, compare: store.get().compare === 'second' ? 'off' : store.get().compare });
  };
  page.weightName = state =>
    state.weight === 'samples' || state.weight === 'period' ? weightTitle(state.weight).toLowerCase() : weightTitle(state.weight);
  page.togglePanel = () => store.set({ panel: store.get().panel === 'functions' ? 'none' : 'functions' });
  page.toggleReversed = () => store.set({ reversed: !store.get().reversed, zoom: [], zoomHistory: [] });
  page.focusOn = ({ label, kind }) => store.set({ focus: { label, kind }, panel: 'functions' });
  page.zoomBack = () => {
    if (!page.flame.resetMagnification()) store.set(zoomBack(store.get()));
  };
  page.focusFunction = (picture, node) => {
    if (node > 0 && picture.shape.frames[node] >= 0) page.focusOn({ label: picture.shape.names[node], kind: picture.kinds[node] });
  };
}
