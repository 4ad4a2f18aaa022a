import { pointerPosition } from '../controls/canvas.js';
import { openFrameMenu } from './frame-menu.js';
import { copyText } from '../toolbar/clipboard.js';
import { chartLines, evidenceText, kindText, shareOf, valueLines } from './flame-text.js';
import { fitName, shownName } from '../text/names.js';
import { pathTo } from './picture.js';
import { isSliver } from './flame-layout.js';
import { zoomTo } from '../state/state.js';

// Pointer and keyboard input on the flame graph.

// The distance in pixels from which a press is a drag and not a click, and the distance by which a key moves the magnified part.
const minimumPan = 4;
const panStep = 80;

export function listenToFlame(page, view) {
  const { overlay } = view;
  const { store, profile, tooltip } = page;

  function describe(node) {
    const picture = view.picture();
    const about = [kindText(picture, node, profile), shownName(picture.shape.moduleOf(node))].filter(text => text).join(' · ');
    const values = picture.isChart ? chartLines(picture, node) : valueLines(picture, node, store.get(), profile);
    return [...values, zoomedText(node), evidenceText(picture, node), about];
  }
  view.describe = describe;

  // The share of what is shown, where that is not everything.
  function zoomedText(node) {
    const zoomed = view.zoomNode();
    if (zoomed === 0) return '';
    const { widths, nameOf } = view.picture();
    return `${shareOf(widths[node], widths[zoomed])} of ${fitName(shownName(nameOf(zoomed)), 40)}`;
  }

  overlay.addEventListener('contextmenu', event => {
    event.preventDefault();
    const found = view.frameAt(pointerPosition(overlay, event));
    if (!found) return;
    leave();
    openFrameMenu(page, view, found.node, event.clientX, event.clientY);
  });

  function openMenuOfCurrent() {
    const place = view.current < 0 ? null : view.positionOf(view.current);
    if (place === null) return;
    const box = overlay.getBoundingClientRect();
    openFrameMenu(page, view, view.current, box.x + view.middleOf(place), box.y + view.topOf(view.current));
  }

  let isScheduled = false;
  let last = null;
  overlay.addEventListener('pointermove', event => {
    if (event.pointerType === 'touch') return;
    last = event;
    if (isScheduled) return;
    isScheduled = true;
    requestAnimationFrame(() => {
      isScheduled = false;
      if (last) hoverAt(last);
    });
  });
  overlay.addEventListener('pointerleave', event => {
    last = null;
    if (event.pointerType !== 'touch') leave();
  });
  document.addEventListener('pointerdown', event => event.pointerType === 'touch' && event.target !== overlay && leave());

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
    } else if (view.sliverAt(pointerPosition(overlay, event))) {
      overlay.style.cursor = 'zoom-in';
      tooltip.show(event, 'Frames that are too narrow to show', ['Click to magnify them']);
      page.showDetails(null);
    } else {
      tooltip.hide();
      page.showDetails(null);
    }
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
    if (page.zoomToFrame) {
      page.zoomToFrame(node);
      return;
    }
    view.resetMagnification();
    store.set(zoomTo(store.get(), pathTo(view.picture(), node)));
    page.announcer.announce(`Zoomed to ${shownName(view.picture().nameOf(node))}`);
  }

  overlay.addEventListener('click', event => {
    if (isPanned) return;
    const found = view.frameAt(pointerPosition(overlay, event));
    if (!found) {
      const sliver = view.sliverAt(pointerPosition(overlay, event));
      if (sliver) view.magnifyTo(sliver.from, sliver.to);
      return;
    }
    view.current = found.node;
    if (event.altKey) page.focusFunction(view.picture(), found.node);
    else zoomToNode(found.node);
    // A finger does not hover: the details of the frame that it zoomed to stay in the footer.
    if (event.pointerType === 'touch') page.showDetails(view.picture().nameOf(found.node), describe(found.node));
  });

  // Ctrl-wheel, or two fingers on a touchpad, magnify around the pointer; a drag and the horizontal wheel move the magnified part.
  overlay.addEventListener(
    'wheel',
    event => {
      if (event.ctrlKey) view.magnify(2 ** (-Math.max(-120, Math.min(120, event.deltaY)) / 120), pointerPosition(overlay, event).x);
      else if (view.magnification() > 1 && (event.shiftKey || event.deltaX !== 0)) view.pan(event.deltaX || event.deltaY);
      else return;
      leave();
      event.preventDefault();
    },
    { passive: false },
  );
  let panFrom = null;
  let isPanned = false;
  overlay.addEventListener('pointerdown', event => {
    isPanned = false;
    panFrom = event.button === 0 && view.magnification() > 1 ? event.clientX : null;
  });
  overlay.addEventListener('pointermove', event => {
    if (panFrom === null || (!isPanned && Math.abs(event.clientX - panFrom) < minimumPan)) return;
    if (!isPanned) overlay.setPointerCapture(event.pointerId);
    isPanned = true;
    view.pan(panFrom - event.clientX);
    panFrom = event.clientX;
  });
  for (const end of ['pointerup', 'pointercancel'])
    overlay.addEventListener(end, () => {
      panFrom = null;
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
      if (!isSliver(found.row.nodes[place])) return found.row.nodes[place];
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
    if (event.key === 'ContextMenu' || (event.shiftKey && event.key === 'F10')) {
      openMenuOfCurrent();
      event.preventDefault();
    }
    const marked = view.hover?.node ?? view.current;
    if ((event.ctrlKey || event.metaKey) && event.key === 'c' && marked >= 0) {
      copyText(view.picture().nameOf(marked));
      page.toast('Copied the name');
      event.preventDefault();
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const icicle = store.get().icicle;
    const steps = {
      ArrowUp: icicle ? outward : inward,
      ArrowDown: icicle ? inward : outward,
      ArrowLeft: sideways(-1),
      ArrowRight: sideways(1),
      Home: view.zoomNode,
    };
    if (event.shiftKey && view.magnification() > 1 && (event.key === 'ArrowLeft' || event.key === 'ArrowRight'))
      view.pan(event.key === 'ArrowLeft' ? -panStep : panStep);
    else if (event.key === '+' || event.key === '-') {
      const focused = view.current >= 0 ? view.positionOf(view.current) : null;
      view.magnify(event.key === '+' ? 2 : 0.5, focused ? view.middleOf(focused) : null);
    } else if (steps[event.key]) moveFocus(steps[event.key]);
    else if (event.key === 'Enter' || event.key === ' ') {
      if (view.current >= 0) zoomToNode(view.current);
    } else if (event.key === 'Backspace') page.zoomBack();
    else if (event.key === 'Escape' && (view.magnification() > 1 || store.get().zoom.length > 0)) {
      if (!view.resetMagnification()) store.set(zoomTo(store.get(), []));
      event.stopPropagation();
    } else return;
    event.preventDefault();
  });
  overlay.addEventListener('blur', event => {
    if (page.contextMenu.element.contains(event.relatedTarget)) return; // the menu is about the focused frame
    view.current = -1;
    view.paintOverlay();
    page.showDetails(null);
  });
}
