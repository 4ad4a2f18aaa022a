import { exactPattern } from '../text/names.js';

// What several parts of the page can ask for.

export function addActions(page) {
  const { store, profile } = page;
  page.selectWhole = () => {
    page.heat?.forgetAnchor();
    store.set({ range: null, second: null, compare: store.get().compare === 'second' ? 'off' : store.get().compare });
  };
  page.togglePanel = () => store.set({ panel: store.get().panel === 'functions' ? 'none' : 'functions' });
  page.toggleReversed = () => store.set({ reversed: !store.get().reversed, zoom: [], zoomedBefore: [] });
  page.focusOn = ({ label, kind }) =>
    store.set({ focus: { label, kind }, search: exactPattern(profile.labelNames.at(label)), matchCase: true, panel: 'functions' });
  page.focusFunction = (picture, node) => {
    if (node > 0 && picture.shape.frames[node] >= 0) page.focusOn({ label: picture.shape.names[node], kind: picture.kinds[node] });
  };
}
