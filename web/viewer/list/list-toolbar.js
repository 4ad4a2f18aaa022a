import { icon } from '../../report/view/controls/icons.js';
import { make, makeSelect, setPressed } from '../../report/view/controls/dom.js';

// The toolbar of the list: search, order, upload.

const sortChoices = [
  ['name', 'Name'],
  ['modified', 'Time of change'],
  ['bytes', 'Size'],
  ['duration', 'Duration'],
  ['samples', 'Samples'],
  ['format', 'Format'],
];

export function createListToolbar(list, uploads) {
  const input = make('input', {
    type: 'search',
    id: 'list-search',
    placeholder: 'Search profiles by name',
    'aria-label': 'Search profiles by name',
    spellcheck: 'false',
    autocomplete: 'off',
    value: list.state.search,
    oninput: () => list.set({ search: input.value }, true),
  });
  input.addEventListener('keydown', event => {
    if (event.key !== 'Escape') return;
    if (input.value) list.set({ search: '' });
    else input.blur();
    event.preventDefault();
    event.stopPropagation();
  });
  // What was changed last, or is largest, is of more interest than the opposite.
  const sort = makeSelect('Order', sortChoices, value => list.set({ sort: value, descending: value !== 'name' && value !== 'format' }), {
    id: 'sort',
    class: 'tool',
  });
  const descending = make(
    'button',
    {
      type: 'button',
      class: 'tool toggle',
      id: 'descending',
      title: 'Descending order',
      'aria-label': 'Descending order',
      'aria-pressed': 'false',
      onclick: () => list.set({ descending: !list.state.descending }),
    },
    icon('sort'),
  );
  const toolbar = {
    element: make(
      'div',
      { class: 'toolbar list-toolbar', role: 'toolbar', 'aria-label': 'Search, order, upload' },
      make('div', { class: 'search', role: 'search' }, icon('search'), input),
      make('span', { class: 'space' }),
      sort,
      descending,
      uploads.button,
    ),
    focusSearch() {
      input.focus();
      input.select();
    },
    render() {
      if (document.activeElement !== input || list.state.search === '') input.value = list.state.search;
      sort.value = list.state.sort;
      setPressed(descending, list.state.descending);
    },
  };
  toolbar.render();
  return toolbar;
}
