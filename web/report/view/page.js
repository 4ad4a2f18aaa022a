import { addActions } from './state/actions.js';
import { createBreadcrumbs } from './flame-graph/breadcrumbs.js';
import { createCompareBar } from './toolbar/compare-bar.js';
import { comparisonText, viewText } from './toolbar/comparison-text.js';
import { make, setShown, setText } from './controls/dom.js';
import { createFilters } from './toolbar/filters.js';
import { createFrameColors } from './flame-graph/flame-colors.js';
import { createFlameFooter } from './flame-graph/flame-footer.js';
import { createFlameControls } from './flame-graph/flame-controls.js';
import { listenToFlame } from './flame-graph/flame-input.js';
import { createFlameView } from './flame-graph/flame-view.js';
import { createFunctionsPanel } from './panels/functions-panel.js';
import { createHeader } from './header.js';
import { shownName } from './text/names.js';
import { createHeatControls } from './heat-map/heat-controls.js';
import { listenToHeat } from './heat-map/heat-input.js';
import { createHeatView } from './heat-map/heat-view.js';
import { createHelp, helpText, pairHelpText } from './help.js';
import { createLaneControls } from './lanes/lane-controls.js';
import { listenToLanes } from './lanes/lanes-input.js';
import { createLanesView } from './lanes/lanes-view.js';
import { listenToKeys, shortcutsOf } from './keyboard.js';
import { startRendering } from './rendering.js';
import { createContextMenu } from './controls/context-menu.js';
import { addMatchSteps } from './flame-graph/match-steps.js';
import { createChartView } from './flame-graph/chart-view.js';
import { createSandwichView } from './flame-graph/sandwich-view.js';
import { createPrinting } from './controls/printing.js';
import { createSearchBox } from './toolbar/search-box.js';
import { createSelectionPanel } from './panels/selection-panel.js';
import { createSplitter } from './controls/splitter.js';
import { formatPercent } from './text/format.js';
import { startOf } from './state/state.js';
import { createStore } from './state/store.js';
import { createTheme } from './controls/theme.js';
import { createAnnouncer, createTooltip } from './controls/tooltip.js';
import { createToast } from './controls/toast.js';
import { stateOfHash } from './state/url-hash.js';

// Creates the page: the shared objects, the parts, and their arrangement.

const hintText = 'Drag on the heat map to see the flame graph of a time range.';
const selectedText = 'Shift-click extends the selection, Ctrl-drag compares, Esc selects the whole profile.';
const lanesText = 'Drag to select a time range. Click a name to see only its samples, Ctrl-click to add one.';
const untimedText = 'The samples of this recording have no times, so there is no heat map. The flame graph shows all samples.';

// selectors: the values derived from the state, see state/selectors.js; createExportMenu: creates the menu of what can be saved. Where there is
// more than one profile: home is the address of their list, chooseOther chooses a profile to compare with, and createOther returns the page of the
// profile that this one is compared with. That page shares the parts of this one, but has a profile, selectors and a range of its own.
export function createPage(
  profile,
  root,
  { selectors, createExportMenu, home = null, chooseOther = null, createOther = null, helpTitle = 'How to use this report' },
) {
  const start = startOf(profile);
  const linked = stateOfHash(location.hash, profile, start);
  const hasTimes = profile.untimed < profile.count;
  const page = {
    profile,
    profiles: profile.other ? [profile, profile.other] : [profile],
    hasTimes,
    start,
    store: createStore(linked.state),
    selectors,
    home,
    chooseOther,
    frameColors: createFrameColors(profile.kinds),
    tooltip: createTooltip(),
    announcer: createAnnouncer(),
    prefersReducedMotion: () => window.matchMedia('(prefers-reduced-motion: reduce)').matches,
    comparisonText: state => comparisonText(page, state),
  };
  selectors.onChange?.(() => page.rerender());
  page.printing = createPrinting(page);
  page.theme = createTheme(() => {
    page.heat?.themeChanged();
    page.other?.heat?.themeChanged();
    page.lanes?.themeChanged();
    page.flame.paint();
    page.sandwich?.paint();
    page.chart?.paint();
    page.render();
  }, page.printing.isPrinting);
  addActions(page);
  addMatchSteps(page);
  page.describeFrame = node => page.flame.describe(node);

  page.other = createOther?.(page) ?? null;
  page.heat = hasTimes ? createHeatView(page) : null;
  if (page.other)
    page.other.heat = timesOfOther(profile)
      ? createHeatView(page.other, { id: 'other-heat', label: 'Heat map of the other profile', isOther: true })
      : null;
  page.lanes = hasTimes && selectors.lanes && !page.other ? createLanesView(page) : null;
  page.flame = createFlameView(page);
  page.heatControls = hasTimes ? createHeatControls(page, page.heat) : null;
  page.laneControls = page.lanes ? createLaneControls(page) : null;
  page.contextMenu = createContextMenu();
  page.sandwich = createSandwichView(page);
  page.chart = createChartView(page);
  page.help = createHelp(helpTitle, shortcutsOf(page), profile.other ? pairHelpText + helpText : helpText);
  page.search = createSearchBox(page);
  page.filters = createFilters(page);
  page.exportMenu = createExportMenu(page);
  page.functions = createFunctionsPanel(page);
  const numbers = createSelectionPanel(page, page.heat);
  const header = createHeader(page);
  const crumbs = createBreadcrumbs(page);
  const flameControls = createFlameControls(page);
  const compare = createCompareBar(page);
  const footer = createFlameFooter(page);
  const toast = createToast();
  const hint = createHint(page);
  const empty = createEmpty(profile);
  const printNote = createPrintNote(page);
  page.toast = toast.show;
  page.showDetails = footer.show;

  const toolbar = make(
    'div',
    { class: 'toolbar', role: 'toolbar', 'aria-label': 'Search, filter, compare, export' },
    page.search.element,
    page.filters.element,
    page.filters.chips,
    make('span', { class: 'space' }),
    compare.element,
    page.exportMenu.element,
  );
  const upper = make(
    'section',
    { class: `upper${hasTimes ? '' : ' untimed'}`, 'aria-label': 'Heat map' },
    make('div', { class: 'bar' }, page.laneControls?.maps, hint.element, page.laneControls?.element, page.heatControls?.element),
    make('div', { class: 'heat' }, ...heatMapsOf(page), page.lanes?.element, numbers.element),
  );
  const lower = make(
    'section',
    { class: 'lower', 'aria-label': 'Flame graph' },
    make(
      'div',
      { class: 'flame' },
      make('div', { class: 'bar' }, crumbs.element, flameControls.element),
      compare.bar,
      make('div', { class: 'flame-box' }, page.flame.element, empty.element, page.sandwich?.element, page.chart?.element),
      footer.element,
    ),
    page.functions.element,
  );
  root.replaceChildren(
    header.element,
    toolbar,
    printNote.element,
    upper,
    hasTimes ? createSplitter(upper) : '',
    lower,
    page.contextMenu.element,
    page.tooltip.element,
    page.announcer.element,
    toast.element,
    page.help.element,
  );

  if (hasTimes) listenToHeat(page, page.heat);
  if (page.lanes) listenToLanes(page, page.lanes);
  if (page.other?.heat) listenToHeat(page.other, page.other.heat);
  listenToFlame(page, page.flame);
  listenToKeys(page);
  startRendering(
    page,
    [
      page.flame,
      mapsPart(page, upper),
      page.other,
      page.sandwich,
      page.chart,
      page.heatControls,
      page.laneControls,
      numbers,
      header,
      crumbs,
      flameControls,
      footer,
      page.search,
      page.filters,
      compare,
      hint,
      empty,
      printNote,
    ],
    linked,
  );
  // A link to a range of a long recording shows it.
  const { range, other } = linked.state;
  requestAnimationFrame(() => {
    if (range !== null) page.heat?.scrollToTime(range.from);
    if (other !== null) page.other?.heat?.scrollToTime(other.from);
  });
  return page;
}

// The maps that are shown. A map that is hidden has no size and is not drawn.
function mapsPart(page, upper) {
  page.isHeatShown = () => page.heat !== null && !page.lanes?.isAlone(page.store.get());
  return {
    render(state, picture) {
      upper.dataset.maps = page.lanes ? state.maps : 'subsecond';
      if (page.heat) setShown(page.heat.box, page.isHeatShown());
      if (page.isHeatShown()) page.heat.render(state, picture);
      page.lanes?.render(state);
    },
  };
}

const timesOfOther = ({ other }) => other.untimed < other.count;

// The heat map; in a comparison of two profiles both, with their names.
function heatMapsOf(page) {
  if (!page.other) return [page.heat?.box];
  const side = (letter, title, heat) =>
    heat ? make('div', { class: 'heat-side' }, make('div', { class: 'heat-name' }, make('b', {}, letter), shownName(title)), heat.box) : null;
  return [side('A', page.profile.title, page.heat), side('B', page.profile.other.title, page.other.heat)];
}

function createHint({ hasTimes, lanes }) {
  const element = make('p', { class: 'hint', id: 'hint' });
  const text = ({ range, maps }) => (lanes && maps === 'threads' ? lanesText : range === null ? hintText : selectedText);
  return { element, render: state => setText(element, hasTimes ? text(state) : untimedText) };
}

// On paper, the search and the filters are text.
function createPrintNote(page) {
  const element = make('p', { class: 'print-note' });
  return {
    element,
    render(state) {
      if (!page.printing.isPrinting()) return;
      const search = state.search ? `; search: ${state.search} (${formatPercent(page.selectors.matchedShare(state))})` : '';
      setText(element, shownName(viewText(page, state) + search));
    },
  };
}

function createEmpty(profile) {
  const element = make('p', { class: 'empty', id: 'empty' });
  return {
    element,
    render(_state, picture) {
      setShown(element, picture.total === 0);
      if (picture.isPending || picture.error) setText(element, picture.error ?? 'Loading…');
      else if (profile.count === 0) setText(element, 'This recording contains no samples.');
      else
        setText(
          element,
          picture.elided
            ? 'No frame is gone: the selection has every frame of the baseline.'
            : 'No samples. Select another time range, or remove a filter.',
        );
    },
  };
}
