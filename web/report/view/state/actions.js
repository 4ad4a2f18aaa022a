import { exactPattern, weightTitle } from '../text/names.js';

// Actions that several parts of the page use.

export function addActions(page) {
  const { store, profile } = page;
  page.selectAll = () => {
    page.heat?.clearAnchor();
    store.set({ range: null, second: null, other: null, compare: store.get().compare === 'second' ? 'off' : store.get().compare });
  };
  page.weightName = state =>
    state.weight === 'samples' || state.weight === 'period' ? weightTitle(state.weight).toLowerCase() : weightTitle(state.weight);
  page.togglePanel = () => store.set({ panel: store.get().panel === 'functions' ? 'none' : 'functions' });
  page.toggleReversed = () => store.set({ reversed: !store.get().reversed, zoom: [], zoomHistory: [] });
  page.focusOn = ({ label, kind }) =>
    store.set({ focus: { label, kind }, search: exactPattern(profile.labelNames.at(label)), matchCase: true, panel: 'functions' });
  page.focusFunction = (picture, node) => {
    if (node > 0 && picture.shape.frames[node] >= 0) page.focusOn({ label: picture.shape.names[node], kind: picture.kinds[node] });
  };
}
