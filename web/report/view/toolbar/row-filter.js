import { make, makeSelect, setText } from '../controls/dom.js';
import { rootFontSize } from '../controls/canvas.js';
import { laneChoices } from '../lanes/lane-controls.js';
import { pickedOf, togglePicked } from '../lanes/picked.js';
import { formatWhole } from '../text/format.js';
import { shownThreadName } from '../text/names.js';

// Picks any number of threads, thread names, pools, processes or CPUs from a list of all of them. The list contains elements only for the rows that
// are visible, so it has no limit. Its text field finds names; * stands for any text.

const sparePickRows = 4;

export function createRowFilter(page) {
  const { store } = page;
  let by = store.get().picked?.by ?? 'tid';
  let all = [];
  let found = [];
  let isPicked = new Set();
  let current = 0;
  let shown = [0, 0]; // the first row that has an element, and the one after the last

  const kind = makeSelect(
    'Filter by',
    laneChoices,
    value => {
      by = value;
      find.value = '';
      list();
    },
    { id: 'filter-by' },
  );
  const find = make('input', {
    type: 'text',
    id: 'filter-find',
    placeholder: 'Find, such as worker-*',
    'aria-label': 'Find in the list',
    'aria-controls': 'filter-rows',
    spellcheck: 'false',
    autocomplete: 'off',
    oninput: () => search(),
  });
  const items = make('div', { class: 'row-items' });
  const scroller = make(
    'div',
    { class: 'row-list', id: 'filter-rows', tabindex: '0', role: 'listbox', 'aria-multiselectable': 'true', 'aria-label': 'Rows to show' },
    items,
  );
  const note = make('span', { class: 'muted', id: 'filter-rows-note', role: 'status' });
  const pickFound = make('button', { type: 'button', class: 'link', id: 'pick-found', onclick: () => pickAllFound() }, 'Pick all found');
  const pickNone = make('button', { type: 'button', class: 'link', id: 'pick-none', onclick: () => store.set({ picked: null }) }, 'Show all');
  const element = make(
    'div',
    { class: 'row-filter', role: 'group', 'aria-label': 'Threads' },
    make('div', { class: 'field' }, kind, find),
    scroller,
    make('div', { class: 'row-foot' }, note, pickFound, pickNone),
  );

  const rowHeight = () => Math.round(rootFontSize() * 1.8);

  // Collects the rows; reading all samples takes a moment, so this is done when the filter is opened.
  function list() {
    kind.value = by;
    all = page.selectors.rowChoices(store.get(), by).map(({ key, title, count }) => ({ key, count, name: shownThreadName(title) }));
    search();
  }

  function search() {
    const text = find.value.trim().toLowerCase();
    const parts = text.split('*');
    const matches = name => {
      let from = 0;
      for (const part of parts) {
        const at = name.indexOf(part, from);
        if (at < 0) return false;
        from = at + part.length;
      }
      return true;
    };
    found = text === '' ? all : all.filter(({ name }) => matches(name.toLowerCase()));
    current = 0;
    scroller.scrollTop = 0;
    fill();
  }

  function rowsInSight() {
    const height = rowHeight();
    const first = Math.max(0, Math.floor(scroller.scrollTop / height) - sparePickRows);
    return [first, Math.min(found.length, Math.ceil((scroller.scrollTop + scroller.clientHeight) / height) + sparePickRows)];
  }

  // Creates the elements of all rows in sight.
  function fill() {
    const height = rowHeight();
    items.style.height = `${found.length * height}px`;
    const [first, last] = rowsInSight();
    shown = [first, last];
    items.replaceChildren(...found.slice(first, last).map((row, i) => option(row, first + i, height)));
    // The current row may be scrolled out of sight, and has no element then.
    if (current >= first && current < last) scroller.setAttribute('aria-activedescendant', `row-option-${current}`);
    else scroller.removeAttribute('aria-activedescendant');
    const picked = isPicked.size > 0 ? `, ${formatWhole(isPicked.size)} picked` : '';
    setText(note, (found.length === all.length ? formatWhole(all.length) : `${formatWhole(found.length)} of ${formatWhole(all.length)}`) + picked);
    pickFound.disabled = found.length === 0 || find.value.trim() === '';
    pickNone.disabled = isPicked.size === 0;
  }

  function option({ key, name, count }, i, height) {
    const element = make(
      'div',
      {
        class: `row-option${i === current ? ' current' : ''}`,
        id: `row-option-${i}`,
        role: 'option',
        'aria-selected': String(isPicked.has(key)),
        'aria-setsize': found.length,
        'aria-posinset': i + 1,
        title: name,
        onclick: () => {
          current = i;
          toggle(key);
        },
      },
      make('i', {}),
      make('span', { class: 'name' }, name),
      make('span', { class: 'muted' }, formatWhole(count)),
    );
    element.style.top = `${i * height}px`;
    element.style.height = `${height}px`;
    return element;
  }

  function toggle(key) {
    store.set({ picked: togglePicked(store.get().picked, by, [key], true) });
  }

  function pickAllFound() {
    const before = store.get().picked?.by === by ? store.get().picked.keys : [];
    store.set({ picked: pickedOf(by, [...new Set([...before, ...found.map(({ key }) => key)])]) });
  }

  function moveTo(i) {
    current = Math.max(0, Math.min(found.length - 1, i));
    const height = rowHeight();
    const top = current * height;
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (top + height > scroller.scrollTop + scroller.clientHeight) scroller.scrollTop = top + height - scroller.clientHeight;
    fill();
  }

  // Rows are kept where they can be: a browser reports no click on an element that is replaced while the button is pressed.
  function fillAfterScroll() {
    const [first, last] = rowsInSight();
    if (first !== shown[0] || last !== shown[1]) fill();
  }

  scroller.addEventListener('scroll', fillAfterScroll, { passive: true });
  scroller.addEventListener('keydown', event => {
    const page = Math.max(1, Math.floor(scroller.clientHeight / rowHeight()) - 1);
    const next = { ArrowDown: current + 1, ArrowUp: current - 1, PageDown: current + page, PageUp: current - page, Home: 0, End: found.length - 1 };
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in next) moveTo(next[event.key]);
    else if ((event.key === ' ' || event.key === 'Enter') && found.length > 0) toggle(found[current].key);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  find.addEventListener('keydown', event => {
    if (event.key === 'Enter' && find.value.trim() !== '') pickAllFound();
    else if (event.key === 'ArrowDown') scroller.focus();
    else return;
    event.preventDefault();
  });

  return {
    element,
    // Called when the filter is opened.
    open() {
      by = store.get().picked?.by ?? by;
      list();
    },
    render(state, isOpen) {
      const picked = state.picked?.by === by ? state.picked.keys : [];
      isPicked = new Set(picked);
      if (isOpen) fill();
    },
  };
}
