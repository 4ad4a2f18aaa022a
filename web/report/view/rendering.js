import { pathTo } from './flame-graph/picture.js';
import { formatSeconds } from './text/format.js';
import { hashOfState, stateOfHash } from './state/url-hash.js';

// Renders the page: all parts from the state, at most once per animation frame; then updates the address.

const addressDelay = 200;
// The pause in milliseconds between two steps of the history.
const stepPause = 600;

export function startRendering(page, parts, linked) {
  const { store, profile } = page;
  let zoomNode = linked.zoomNode;
  let isScheduled = false;
  let isMeasured = false;
  let canWriteAddress = true;
  let lastWrite = performance.now();
  const { title } = document;
  let tableTimer = 0;

  function render() {
    isScheduled = false;
    const state = store.get();
    page.selectors.expectZoom?.(zoomNode);
    const picture = page.selectors.picture(state);
    if (zoomNode > 0 && !picture.isPending) {
      // The zoom in a link is a node number, which can be resolved only after the tree is built.
      const node = picture.shape.nodeOfLink(zoomNode);
      const path = node > 0 ? pathTo(picture, node) : [];
      zoomNode = 0;
      if (path.length > 0) return store.set({ zoom: path });
    }
    for (const part of parts) part?.render(state, picture);
    renderTable();
    writeAddress();
    if (isMeasured) performance.measure('flamescope:draw', 'flamescope:asked');
    isMeasured = false;
  }

  // The table takes as long to render as the flame graph and is needed less urgently, so it is rendered afterwards.
  function renderTable() {
    clearTimeout(tableTimer);
    if (store.get().panel === 'none') page.functions.render(store.get());
    else tableTimer = setTimeout(() => page.functions.render(store.get()), 0);
  }

  // Browsers reject an address that changes too often, so changes are collected and only the last one is written.
  function writeAddress() {
    if (!canWriteAddress) return;
    canWriteAddress = false;
    setTimeout(() => {
      canWriteAddress = true;
      page.flushAddress();
    }, addressDelay);
  }

  // Writes the address of the current state now.
  page.flushAddress = () => {
    if (isScheduled) render();
    const hash = hashOfState(store.get(), page.flame.zoomLink() || zoomNode, page.start, profile);
    if (hash === location.hash || (hash === '' && location.hash === '#')) return;
    // A change after a pause is a step that Back returns to. The changes of one drag are one step.
    const isStep = performance.now() - lastWrite > stepPause;
    history[isStep ? 'pushState' : 'replaceState'](null, '', hash || location.pathname + location.search);
    lastWrite = performance.now();
    document.title = titleOf(store.get());
  };

  // Tabs and history entries of one report differ in the selection.
  const titleOf = ({ range }) => (range === null ? title : `${formatSeconds(range.from)} – ${formatSeconds(range.to)} s · ${title}`);

  page.render = render;
  page.rerender = () => {
    if (isScheduled) return;
    isScheduled = true;
    requestAnimationFrame(render);
  };
  store.subscribe(() => {
    if (!isMeasured) performance.mark('flamescope:asked');
    isMeasured = true;
    page.rerender();
  });
  window.addEventListener('hashchange', () => {
    const parsed = stateOfHash(location.hash, profile, page.start);
    zoomNode = parsed.zoomNode;
    store.set({ ...parsed.state, zoom: [], zoomHistory: [] });
    document.title = titleOf(store.get());
  });
  render();
}
