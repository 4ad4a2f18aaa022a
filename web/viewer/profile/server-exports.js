import { make, setShown } from '../../report/view/controls/dom.js';
import { createMenu, menuEntry, menuLink } from '../../report/view/controls/menu.js';
import { copyText } from '../../report/view/toolbar/clipboard.js';
import { viewText } from '../../report/view/toolbar/comparison-text.js';
import { comparisonOf, parametersOf } from './remote-selectors.js';

// The export menu: the server writes everything, so each entry is a link.

export function createServerExports(page, api) {
  const { store, selectors, profile } = page;
  const links = [];

  // Returns the address of an export of the current view.
  function addressOf(format, comparedFormat) {
    const state = store.get();
    const isCompared = comparedFormat !== null && selectors.isCompared(state);
    return api.addressOf('export', {
      format: isCompared ? comparedFormat : format,
      ...parametersOf(profile, state, state.range),
      grouping: state.grouping,
      reversed: state.reversed,
      ...(isCompared ? comparisonOf(profile, state) : {}),
      ...lookOf(format, state),
    });
  }

  function lookOf(format, state) {
    if (format === 'svg') return { palette: state.palette, icicle: state.icicle, title: profile.title, subtitle: viewText(page, state) };
    return format.startsWith('heatmap') ? { rows: state.rows, columnLength: state.columnLength === null ? null : state.columnLength / 1e9 } : {};
  }

  // The address is that of the moment in which the link is used, not of that in which it was made.
  function link(id, text, note, format, comparedFormat = null) {
    const element = menuLink(() => menu, id, text, note);
    const update = () => {
      element.href = addressOf(format, comparedFormat);
    };
    links.push(update);
    element.addEventListener('click', update);
    return element;
  }

  // The flame chart of a thread, where the filter has chosen one.
  function chartLink() {
    const element = menuLink(() => menu, 'save-chart', 'Flame chart', 'SVG of the thread');
    links.push(() => {
      const state = store.get();
      const isPossible = state.tid !== null && profile.untimed < profile.count;
      setShown(element, isPossible);
      if (!isPossible) return element.removeAttribute('href');
      element.href = api.addressOf('flamechart', { ...parametersOf(profile, state, state.range), thread: state.tid, format: 'svg' });
    });
    return element;
  }

  const button = (...entry) => menuEntry(() => menu, ...entry);

  async function copyLink() {
    await copyText(location.href);
    page.toast('Copied a link to this view');
  }

  async function copyFolded() {
    const response = await fetch(addressOf('folded', null));
    if (!response.ok) return page.toast('The server could not write the folded stacks.');
    const text = await response.text();
    await copyText(text);
    page.toast(`Copied ${text.split('\n').length - 1} folded stacks`);
  }

  const svg = link('save-svg', 'Flame graph', 'interactive SVG', 'svg', 'diff-svg');
  const items = [
    button('copy-link', 'Copy link', 'opens the same selection', copyLink),
    svg,
    chartLink(),
    profile.untimed < profile.count ? link('save-heatmap', 'Heat map', 'SVG', 'heatmap-svg') : null,
    link('save-report', 'Report', 'one HTML file of the selection', 'report'),
    button('copy-folded', 'Copy folded stacks', 'for flamegraph.pl and other tools', copyFolded),
    link('save-folded', 'Folded stacks', 'text', 'folded', 'diff-folded'),
    link('save-json', 'Flame graph as JSON', 'as FlameScope', 'json', 'diff-json'),
    profile.untimed < profile.count ? link('save-csv', 'Heat map as CSV', 'counts per cell', 'heatmap-csv') : null,
    make('div', { class: 'item-group' }, 'The selected samples as a profile'),
    ...profile.writers
      .filter(({ name }) => name !== 'folded')
      .map(({ name, description, extension }) => link(`save-${name}`, description ?? name, extension, name)),
    make('div', { class: 'item-group' }),
    button('print', 'Print…', '', () => print()),
  ];
  const menu = createMenu('Export', 'save', 'export', items, 'menu');
  const openCard = menu.open;
  menu.open = () => {
    for (const update of links) update();
    openCard();
  };
  return { element: menu.element, saveSvg: () => svg.click(), copyLink };
}
