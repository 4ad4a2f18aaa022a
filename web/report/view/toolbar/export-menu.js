import { make } from '../controls/dom.js';
import { formatSeconds } from '../text/format.js';
import { viewText } from './comparison-text.js';
import { selectionText } from './selection-text.js';
import { copyText } from './clipboard.js';
import { createMenu, menuEntry } from '../controls/menu.js';
import { flameGraphSvg } from '../flame-graph/svg-export.js';

// The export menu: the flame graph as SVG, folded stacks, a link to the current view, printing.

export function createExportMenu(page) {
  const { store, selectors, profile } = page;

  function fileName(extension) {
    const base = profile.title.replace(/[^\w.-]+/g, '_').replace(/(\.perf|\.txt)?(\.gz)?$/, '') || 'profile';
    const { range } = store.get();
    return base + (range ? `-${formatSeconds(range.from)}-${formatSeconds(range.to)}` : '') + extension;
  }

  function saveSvg() {
    const state = store.get();
    save(
      flameGraphSvg(page, {
        title: state.compare !== 'off' && selectors.isCompared(state) ? `${profile.title}: difference` : profile.title,
        subtitle: viewText(page, state),
      }),
      'image/svg+xml',
      fileName('.svg'),
    );
    page.toast(`Saved ${fileName('.svg')}`);
  }

  async function copyFolded() {
    const text = selectors.folded(store.get());
    await copyText(text);
    page.toast(`Copied ${text.split('\n').length - 1} folded stacks`);
  }

  function saveFolded() {
    save(selectors.folded(store.get()), 'text/plain', fileName('.folded'));
    page.toast(`Saved ${fileName('.folded')}`);
  }

  async function copySelection() {
    await copyText(selectionText(page, store.get()));
    page.toast('Copied the selection as text');
  }

  async function copyLink() {
    page.flushAddress();
    await copyText(location.href);
    page.toast('Copied a link to this view');
  }

  const item = (...entry) => menuEntry(() => menu, ...entry);
  const menu = createMenu(
    'Export',
    'save',
    'export',
    [
      item('save-svg', 'Save flame graph', 'interactive SVG', saveSvg),
      item('copy-folded', 'Copy folded stacks', 'for flamegraph.pl and other tools', copyFolded),
      item('save-folded', 'Save folded stacks', 'as a file', saveFolded),
      item('copy-selection', 'Copy selection as text', 'range, totals, top functions', copySelection),
      item('copy-link', 'Copy link', 'with selection, search, zoom and options', copyLink),
      item('print', 'Print…', '', () => print()),
    ],
    'menu',
  );
  return { element: menu.element, saveSvg, copyLink };
}

function save(text, type, name) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = make('a', { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}
