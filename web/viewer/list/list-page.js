import { createHeaderTools } from '../../report/view/controls/header-tools.js';
import { icon } from '../../report/view/controls/icons.js';
import { make, setShown, setText } from '../../report/view/controls/dom.js';
import { createTheme } from '../../report/view/controls/theme.js';
import { createToast } from '../../report/view/controls/toast.js';
import { createHelp } from '../../report/view/help.js';
import { formatWhole } from '../../report/view/text/format.js';
import { rememberList } from './addresses.js';
import { createComparisonBar } from './comparison-bar.js';
import { listenToListKeys, listShortcuts } from './list-keys.js';
import { createListToolbar } from './list-toolbar.js';
import { createRow } from './profile-row.js';
import { createUploads } from './uploads.js';

// The list of profiles: thumbnails, search, sort, choice of two to compare, upload. The address contains the search and the order.

const pageLength = 50;
const searchDelay = 200;
const listHelpText =
  'The list shows the profiles of a folder on the server. Open one to see its heat map and its flame graph, or mark two and compare them. ' +
  'In the heat map, time runs up each column and continues in the next one. The stronger the color, the more samples.';

export async function openList(api, root, query) {
  const list = {
    api,
    state: {
      search: query.get('q') ?? '',
      sort: query.get('sort') ?? 'name',
      descending: query.get('descending') === '1',
      // The profile that the chosen one is compared with.
      compareWith: query.get('with'),
    },
    marked: [],
    items: [],
    total: 0,
  };
  document.title = 'Profiles';
  const toast = createToast();
  list.toast = toast.show;
  list.help = createHelp('How to use this page', listShortcuts, listHelpText);
  list.theme = createTheme(() => {
    for (const row of rows) row.showThumbnail();
  }, isNeverPrinting);
  const rows = [];
  const body = make('ul', { class: 'profiles', 'aria-label': 'Profiles' });
  const note = make('p', { class: 'list-note', role: 'status' });
  const more = make('button', { type: 'button', class: 'tool', hidden: true, onclick: () => load(true) }, 'Show more');
  const comparison = createComparisonBar(list);
  const count = make('span', { class: 'fact', id: 'profile-count' });
  list.rows = () => rows;

  let controller = null;
  async function load(isMore = false) {
    controller?.abort();
    controller = new AbortController();
    const { search, sort, descending } = list.state;
    const parameters = { search: search || null, sort, descending, skip: isMore ? list.items.length : 0, take: pageLength };
    note.textContent = '';
    let answer;
    try {
      answer = await api.getJson(api.addressOf('profiles', parameters), controller.signal);
    } catch (error) {
      if (error.name !== 'AbortError') setText(note, error.message);
      return;
    }
    list.items = isMore ? [...list.items, ...answer.items] : answer.items;
    list.total = answer.total;
    // The keyboard stays at its profile when the list is loaded again.
    const focused = rows.find(row => row.element.contains(document.activeElement))?.item.path;
    if (!isMore) {
      rows.length = 0;
      body.replaceChildren();
    }
    for (const item of answer.items) {
      const row = createRow(list, item);
      rows.push(row);
      body.append(row.element);
    }
    if (!isMore && focused !== undefined) rows.find(row => row.item.path === focused)?.link.focus();
    uploads.allow(answer.canUpload, answer.maximumUploadBytes);
    setText(
      count,
      `${formatWhole(answer.total)} ${answer.total === 1 ? 'profile' : 'profiles'}${answer.truncated ? ', not all files of the folder' : ''}`,
    );
    setShown(more, list.items.length < list.total);
    if (list.total === 0) setText(note, search ? `No profile has “${search}” in its name.` : emptyText(answer.canUpload));
  }

  let timer = 0;
  list.set = (patch, isTyping = false) => {
    Object.assign(list.state, patch);
    writeListAddress(list.state);
    toolbar.render();
    clearTimeout(timer);
    timer = setTimeout(load, isTyping ? searchDelay : 0);
  };
  list.reload = () => load();

  // Two profiles can be marked; marking a third one clears the mark of the first.
  list.mark = (path, isMarked) => {
    list.marked = list.marked.filter(each => each !== path);
    if (isMarked) list.marked = [...list.marked, path].slice(-2);
    renderMarks();
  };
  list.unmark = () => {
    list.marked = [];
    renderMarks();
  };
  function renderMarks() {
    for (const row of rows) row.renderMark();
    comparison.render();
  }

  const uploads = createUploads(list);
  const toolbar = createListToolbar(list, uploads);
  root.replaceChildren(
    createListHeader(list, count),
    toolbar.element,
    comparison.banner,
    uploads.element,
    make('section', { class: 'list', 'aria-label': 'Profiles' }, body, note, make('div', { class: 'list-more' }, more)),
    comparison.element,
    uploads.dropTarget,
    toast.element,
    list.help.element,
  );
  listenToListKeys(list, toolbar);
  writeListAddress(list.state);
  await load();
}

const isNeverPrinting = () => false;

function emptyText(canUpload) {
  return canUpload ? 'The folder has no profiles. Drop a file here to upload it.' : 'The folder has no profiles.';
}

function createListHeader(list, count) {
  return make(
    'header',
    { class: 'header' },
    make('span', { class: 'brand' }, icon('flame'), 'FlameScope'),
    make('h1', {}, 'Profiles'),
    make('div', { class: 'facts' }, count),
    createHeaderTools(list),
  );
}

function writeListAddress({ search, sort, descending, compareWith }) {
  const query = new URLSearchParams();
  if (search) query.set('q', search);
  if (sort !== 'name') query.set('sort', sort);
  if (descending) query.set('descending', '1');
  const list = query.toString();
  if (compareWith) query.set('with', compareWith);
  history.replaceState(null, '', `${location.pathname}${query.size > 0 ? `?${query}` : ''}${compareWith ? location.hash : ''}`);
  rememberList(list);
}
