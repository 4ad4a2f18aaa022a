import { createBreadcrumbs } from './breadcrumbs.js';
import { createCompareBar } from './compare-bar.js';
import { comparisonText } from './comparison-text.js';
import { createDerived } from './derived.js';
import { make, setShown, setText } from './dom.js';
import { createFilters } from './filters.js';
import { createFrameColors } from './flame-colors.js';
import { createFlameFooter } from './flame-footer.js';
import { createFlameControls } from './flame-controls.js';
import { listenToFlame } from './flame-input.js';
import { createFlameView } from './flame-view.js';
import { createFunctionsPanel } from './functions-panel.js';
import { createHeader } from './header.js';
import { createHeatControls } from './heat-controls.js';
import { listenToHeat } from './heat-input.js';
import { createHeatView } from './heat-view.js';
import { createHelp } from './help.js';
import { listenToKeys } from './keyboard.js';
import { exactPattern } from './names.js';
import { pathTo } from './picture.js';
import { createSearchBox } from './search-box.js';
import { createSelectionPanel } from './selection-panel.js';
import { createSplitter } from './splitter.js';
import { startOf } from './state.js';
import { createStore } from './store.js';
import { createTakeAway } from './take-away.js';
import { createTheme } from './theme.js';
import { createAnnouncer, createTooltip } from './tooltip.js';
import { hashOfState, stateOfHash } from './url-hash.js';

// Puts the page together: the parts, what they share, and one function that draws them all from the state.

const hintText = 'Drag on the heat map to see the flame graph of that moment.';
const pickedText = 'Shift-click extends, Ctrl-drag compares, Esc takes the whole profile.';

export function createPage(profile, root) {
  const start = startOf(profile),
    fromHash = stateOfHash(location.hash, profile, start);
  const page = {
    profile,
    root,
    store: createStore(fromHash.state),
    derived: createDerived(profile),
    frameColors: createFrameColors(profile.kinds),
    tooltip: createTooltip(),
    announcer: createAnnouncer(),
    calm: () => window.matchMedia('(prefers-reduced-motion: reduce)').matches,
    comparisonText: state => comparisonText(page, state),
  };
  const { store } = page,
    hasTimes = profile.untimed < profile.count;
  let zoomNode = fromHash.zoomNode,
    isAsked = false,
    isWritten = true,
    isMarked = false;

  page.theme = createTheme(() => {
    heat?.themeChanged();
    flame.paint();
    render();
  });
  page.help = createHelp();
  page.selectWhole = () => {
    heat?.forgetAnchor();
    store.set({ range: null, second: null, compare: store.get().compare === 'second' ? 'off' : store.get().compare });
  };
  page.togglePanel = () => store.set({ panel: store.get().panel === 'functions' ? 'none' : 'functions' });
  page.toggleReversed = () => store.set({ reversed: !store.get().reversed, zoom: [], zoomedBefore: [] });
  page.focusOn = ({ label, kind }) =>
    store.set({ focus: { label, kind }, search: exactPattern(profile.labelNames.at(label)), matchCase: true, panel: 'functions' });
  page.focusFunction = (picture, node) => {
    if (node > 0 && picture.shape.frames[node] >= 0) page.focusOn({ label: picture.shape.names[node], kind: picture.kinds[node] });
  };

  const heat = hasTimes ? createHeatView(page) : null,
    flame = createFlameView(page);
  const heatControls = (page.heatControls = heat && createHeatControls(page, heat));
  const numbers = createSelectionPanel(page, heat),
    crumbs = createBreadcrumbs(page),
    flameControls = createFlameControls(page);
  const search = (page.search = createSearchBox(page)),
    filters = (page.filters = createFilters(page)),
    compare = createCompareBar(page);
  const takeAway = (page.takeAway = createTakeAway(page)),
    functions = createFunctionsPanel(page);

  const hint = make(
    'p',
    { class: 'hint', id: 'hint' },
    hasTimes ? hintText : 'No sample of this recording has a time, so there is no heat map; the flame graph is of all samples.',
  );
  const footer = createFlameFooter(page),
    toast = make('div', { class: 'toast', role: 'status', hidden: true });
  const empty = make('p', { class: 'empty', id: 'empty', hidden: true });
  const upper = make(
    'section',
    { class: 'upper' + (hasTimes ? '' : ' untimed'), 'aria-label': 'Heat map' },
    make('div', { class: 'bar' }, hint, heatControls?.element),
    make('div', { class: 'heat' }, heat?.element, numbers.element),
  );
  const lower = make(
    'section',
    { class: 'lower', 'aria-label': 'Flame graph' },
    make(
      'div',
      { class: 'flame' },
      make('div', { class: 'bar' }, crumbs.element, flameControls.element),
      compare.bar,
      make('div', { class: 'flame-box' }, flame.element, empty),
      footer.element,
    ),
    functions.element,
  );
  root.replaceChildren(
    createHeader(page),
    make(
      'div',
      { class: 'toolbar', role: 'toolbar', 'aria-label': 'Search, filter, compare, take away' },
      search.element,
      filters.element,
      filters.chips,
      make('span', { class: 'space' }),
      compare.element,
      takeAway.element,
    ),
    upper,
    hasTimes ? createSplitter(upper) : '',
    lower,
    page.tooltip.element,
    page.announcer.element,
    toast,
    page.help.element,
  );

  let toastTimer = 0;
  page.toast = text => {
    clearTimeout(toastTimer);
    toast.textContent = text;
    toast.hidden = false;
    toastTimer = setTimeout(() => {
      toast.hidden = true;
    }, 2500);
  };
  page.showDetails = footer.show;

  function render() {
    isAsked = false;
    const state = store.get(),
      picture = page.derived.picture(state);
    if (zoomNode > 0) {
      // A link's zoom is a place in the tree, which only now is there.
      const path = zoomNode < picture.count ? pathTo(picture, zoomNode) : [];
      zoomNode = 0;
      if (path.length > 0) return store.set({ zoom: path });
    }
    flame.render(state);
    heat?.render(state);
    heatControls?.render(state);
    numbers.render(state);
    crumbs.render(state, picture);
    flameControls.render(state);
    footer.render(state, picture);
    search.render(state);
    filters.render(state);
    compare.render(state, flame);
    renderLater();
    setShown(empty, picture.total === 0);
    setText(
      empty,
      profile.count === 0
        ? 'There are no samples in this recording.'
        : picture.elided
          ? 'Nothing is gone: the selection has every frame of the baseline.'
          : 'No samples here. Pick another moment, or take away a filter.',
    );
    if (hasTimes) setText(hint, state.range === null ? hintText : pickedText);
    writeHash();
    if (isMarked) performance.measure('flamescope:draw', 'flamescope:asked');
    isMarked = false;
  }

  // The table is of use a moment later than the picture, and takes as long.
  let later = 0;
  function renderLater() {
    clearTimeout(later);
    if (store.get().panel === 'none') functions.render(store.get());
    else later = setTimeout(() => functions.render(store.get()), 0);
  }

  // Browsers refuse an address that changes too often; the last one counts.
  function writeHash() {
    if (!isWritten) return;
    isWritten = false;
    setTimeout(() => {
      isWritten = true;
      const hash = hashOfState(store.get(), flame.zoomNode(), start);
      if (hash !== location.hash) history.replaceState(null, '', hash || location.pathname + location.search);
    }, 200);
  }

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
    const said = stateOfHash(location.hash, profile, start);
    zoomNode = said.zoomNode;
    store.set({ ...said.state, zoom: [], zoomedBefore: [] });
  });
  if (heat) listenToHeat(page, heat);
  listenToFlame(page, flame);
  listenToKeys(page);
  render();
}
