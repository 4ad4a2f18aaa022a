import { pointerPosition } from '../controls/canvas.js';
import { kindText, valueLines } from './flame-text.js';
import { shownName } from '../text/names.js';
import { pathTo } from './picture.js';
import { zoomBack, zoomTo } from '../state/state.js';

// Pointer and keyboard input on the flame graph.

export function listenToFlame(page, view) {
  const { overlay } = view;
  const { store, profile, tooltip } = page;

  function describe(node) {
    const picture = view.picture();
    const about = [kindText(picture, node, profile), shownName(picture.shape.moduleOf(node))].filter(text => text).join(' · ');
    return [...valueLines(picture, node, store.get(), profile), about];
  }

  let isScheduled = false;
  let last = null;
  overlay.addEventListener('pointermove', event => {
    last = event;
    if (isScheduled) return;
    isScheduled = true;
    requestAnimationFrame(() => {
      isScheduled = false;
      if (last) hoverAt(last);
    });
  });
  overlay.addEventListener('pointerleave', () => {
    last = null;
    leave();
  });

  function hoverAt(event) {
    performance.mark('flamescope:hover-start');
    const found = view.frameAt(pointerPosition(overlay, event));
    overlay.style.cursor = found ? 'pointer' : 'default';
    if (found?.node !== view.hover?.node) {
      view.hover = found;
      view.paintOverlay();
    }
    if (found) {
      const lines = describe(found.node);
      const name = view.picture().nameOf(found.node);
      tooltip.show(event, name, lines);
      page.showDetails(name, lines);
    } else tooltip.hide();
    performance.measure('flamescope:hover', 'flamescope:hover-start');
  }

  function leave() {
    tooltip.hide();
    page.showDetails(null);
    if (view.hover) {
      view.hover = null;
      view.paintOverlay();
    }
  }

  function zoomToNode(node) {
    leave();
    store.set(zoomTo(store.get(), pathTo(view.picture(), node)));
    page.announcer.announce(`Zoomed to ${shownName(view.picture().nameOf(node))}`);
  }

  overlay.addEventListener('click', event => {
    const found = view.frameAt(pointerPosition(overlay, event));
    if (!found) return;
    view.current = found.node;
    if (event.altKey) page.focusFunction(view.picture(), found.node);
    else zoomToNode(found.node);
  });

  // Keyboard navigation: outward to the parent, inward to the widest child, sideways within a level.
  const outward = node => view.picture().parents[node];
  const inward = node => {
    const picture = view.picture();
    let widest = -1;
    for (let child = node + 1; child < picture.ends[node]; child = picture.ends[child]) {
      if (view.positionOf(child) && (widest < 0 || picture.widths[child] > picture.widths[widest])) widest = child;
    }
    return widest;
  };
  const sideways = step => node => {
    const found = view.positionOf(node);
    if (!found) return -1;
    for (let place = found.place + step; place >= 0 && place < found.row.nodes.length; place += step) {
      if (found.row.nodes[place] >= 0) return found.row.nodes[place];
    }
    return -1;
  };

  function moveFocus(step) {
    const from = view.current >= 0 && view.positionOf(view.current) ? view.current : null;
    const next = from === null ? view.zoomNode() : step(from);
    if (next < 0) return;
    view.current = next;
    view.hover = null;
    view.scrollToNode(next);
    view.paintOverlay();
    page.announcer.announce(`${shownName(view.picture().nameOf(next))}. ${describe(next).join('. ')}`);
    page.showDetails(view.picture().nameOf(next), describe(next));
  }

  overlay.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const icicle = store.get().icicle;
    const steps = {
      ArrowUp: icicle ? outward : inward,
      ArrowDown: icicle ? inward : outward,
      ArrowLeft: sideways(-1),
      ArrowRight: sideways(1),
      Home: view.zoomNode,
    };
    if (steps[event.key]) moveFocus(steps[event.key]);
    else if (event.key === 'Enter' || event.key === ' ') {
      if (view.current >= 0) zoomToNode(view.current);
    } else if (event.key === 'Backspace') store.set(zoomBack(store.get()));
    else if (event.key === 'Escape' && store.get().zoom.length > 0) {
      store.set(zoomTo(store.get(), []));
      event.stopPropagation();
    } else return;
    event.preventDefault();
  });
  overlay.addEventListener('blur', () => {
    view.current = -1;
    view.paintOverlay();
    page.showDetails(null);
  });
}
