import { pathTo } from './flame-graph/picture.js';
import { hashOfState, stateOfHash } from './state/url-hash.js';

// State → page: every part is drawn from the state, once a frame of the browser's, and the address follows.

const addressPause = 200;

export function startRendering(page, parts, linked) {
  const { store, profile } = page;
  let zoomNode = linked.zoomNode;
  let isAsked = false;
  let isMarked = false;
  let isWritten = true;
  let later = 0;

  function render() {
    isAsked = false;
    const state = store.get();
    const picture = page.derived.picture(state);
    if (zoomNode > 0) {
      // A link's zoom is a place in the tree, which only now is there.
      const path = zoomNode < picture.count ? pathTo(picture, zoomNode) : [];
      zoomNode = 0;
      if (path.length > 0) return store.set({ zoom: path });
    }
    for (const part of parts) part?.render(state, picture);
    renderTable();
    writeAddress();
    if (isMarked) performance.measure('flamescope:draw', 'flamescope:asked');
    isMarked = false;
  }

  // The table is of use a moment later than the picture, and takes as long.
  function renderTable() {
    clearTimeout(later);
    if (store.get().panel === 'none') page.functions.render(store.get());
    else later = setTimeout(() => page.functions.render(store.get()), 0);
  }

  // Browsers refuse an address that changes too often; the last one counts.
  function writeAddress() {
    if (!isWritten) return;
    isWritten = false;
    setTimeout(() => {
      isWritten = true;
      const hash = hashOfState(store.get(), page.flame.zoomNode(), page.start);
      if (hash !== location.hash) history.replaceState(null, '', hash || location.pathname + location.search);
    }, addressPause);
  }

  page.render = render;
  page.rerender = () => {
    if (isAsked) return;
    isAsked = true;
    requestAnimationFrame(render);
  };
  store.subscribe(() => {
    if (!isMarked) performance.mark('flamescope:asked');
    isMarked = true;
    page.rerender();
  });
  window.addEventListener('hashchange', () => {
    const said = stateOfHash(location.hash, profile, page.start);
    zoomNode = said.zoomNode;
    store.set({ ...said.state, zoom: [], zoomedBefore: [] });
  });
  render();
}
