import { icon } from '../controls/icons.js';
import { make, makeSegments, makeSelect, setChoices, setShown, setText } from '../controls/dom.js';
import { formatWhole } from '../text/format.js';
import { transformText } from '../flame-graph/frame-menu.js';
import { pickedText } from './comparison-text.js';
import { createMenu } from '../controls/menu.js';
import { createRowFilter } from './row-filter.js';
import { fitName, shownName, weightTitle } from '../text/names.js';
import { idOf } from '../../engine/data/columns.js';
import { filterKeys, initialState } from '../state/state.js';

// The filters, which apply to the heat map, the flame graph and the table. Active filters are shown as chips in the toolbar.

const filterNames = {
  event: 'Event',
  comm: 'Thread name',
  pid: 'Process',
  tid: 'Thread',
  cpu: 'CPU',
  label: 'Label',
  match: 'With frame',
  exclude: 'Without frame',
  idle: 'Idle',
};
const maximumChoices = 500;

export function createFilters(page) {
  const { store, profile } = page;
  const fields = {};
  const isNumber = key => key === 'pid' || key === 'tid' || key === 'cpu';
  // Where all rows are known, one list picks any number of threads, processes or CPUs.
  const rows = page.selectors.rowChoices ? createRowFilter(page) : null;
  const selects = ['event', ...(rows ? [] : ['comm', 'pid', 'tid', 'cpu']), ...(profile.labelKeys.length > 0 ? ['label'] : [])];
  for (const key of selects) {
    fields[key] = makeSelect(
      filterNames[key],
      [['', 'All']],
      value => store.set({ [key]: value === '' ? null : isNumber(key) ? idOf(value) : value }),
      { id: `filter-${key}` },
    );
  }
  const errors = {};
  for (const key of ['match', 'exclude']) {
    let timer = 0;
    errors[key] = make('small', { class: 'error', id: `filter-${key}-error`, role: 'alert' });
    fields[key] = make('input', {
      type: 'text',
      id: `filter-${key}`,
      placeholder: 'Regular expression',
      'aria-label': filterNames[key],
      spellcheck: 'false',
      autocomplete: 'off',
      'aria-describedby': `filter-${key}-error`,
    });
    const apply = () => {
      clearTimeout(timer);
      store.set({ [key]: fields[key].value });
    };
    fields[key].addEventListener('input', () => {
      clearTimeout(timer);
      timer = setTimeout(apply, 200);
    });
    fields[key].addEventListener('change', apply);
  }
  fields.idle = make('input', { type: 'checkbox', id: 'filter-idle', onchange: event => store.set({ idle: event.target.checked }) });
  const weight = makeWeightChoice(page);
  const row = (key, field) => make('label', { class: 'field', for: `filter-${key}` }, make('span', {}, filterNames[key]), field);
  const clear = make('button', { type: 'button', class: 'link', onclick: () => store.set(cleared()) }, 'Clear all filters');
  const menu = createMenu('Filter', 'filter', 'filters', [
    ...selects.map(key => row(key, fields[key])),
    rows?.element ?? '',
    row('match', fields.match),
    row('exclude', fields.exclude),
    make(
      'label',
      { class: 'field check', for: 'filter-idle' },
      fields.idle,
      make('span', {}, profile.idleCount > 0 ? `Include idle samples (${formatWhole(profile.idleCount)})` : 'Include idle samples (none)'),
    ),
    make('div', { class: 'field' }, make('span', {}, 'Count'), weight.element),
    clear,
    // The errors are last, so that their appearance does not move a control while a button is pressed on it.
    errors.match,
    errors.exclude,
  ]);
  // Collecting the choices reads all samples, so it is done when the menu is opened for the first time.
  let isFilled = false;
  function fillChoices() {
    if (isFilled) return;
    isFilled = true;
    const facets = page.selectors.facets();
    for (const key of selects) {
      if (facets[key].length > maximumChoices) addFinder(key, facets[key]);
      listChoices(key, facets[key]);
      fields[key].disabled = facets[key].length < 2;
    }
  }

  // Lists the choices that contain a text, at most a number of them, and the number of those left out.
  function listChoices(key, choices, text = '') {
    const wanted = text.toLowerCase();
    const listed = choices.map(choiceOf).filter(([, title]) => title.toLowerCase().includes(wanted));
    const more = listed.length - maximumChoices;
    setChoices(fields[key], [
      ['', 'All'],
      ...listed.slice(0, maximumChoices),
      ...(more > 0 ? [['more', `${formatWhole(more)} more: type to find them`, true]] : []),
    ]);
    fields[key].value = store.get()[key] ?? '';
  }

  function addFinder(key, choices) {
    const find = make('input', {
      type: 'text',
      id: `find-${key}`,
      placeholder: 'Find',
      class: 'find',
      'aria-label': `Find in ${filterNames[key]}`,
      spellcheck: 'false',
      autocomplete: 'off',
      oninput: () => listChoices(key, choices, find.value),
    });
    fields[key].before(find);
  }
  const openMenu = menu.open;
  menu.open = () => {
    fillChoices();
    openMenu();
    rows?.open();
    rows?.render(store.get(), true);
  };
  const chips = make('div', { class: 'chips', role: 'list', 'aria-label': 'Active filters' });

  return {
    element: menu.element,
    chips,
    menu,
    render(state) {
      if (isFilled) for (const key of selects) fields[key].value = state[key] ?? '';
      for (const key of ['match', 'exclude']) {
        if (document.activeElement !== fields[key]) fields[key].value = state[key];
        const error = page.selectors.patternError(state, key);
        fields[key].setAttribute('aria-invalid', String(error !== null));
        setText(errors[key], error === null ? '' : `${filterNames[key]}: ${error}`);
      }
      fields.idle.checked = state.idle;
      rows?.render(state, menu.isOpen());
      weight.show(state.weight);
      const used = filterKeys.filter(key => state[key] !== initialState[key]);
      setShown(clear, used.length > 0);
      menu.setText(used.length > 0 ? `Filter (${used.length})` : 'Filter');
      const made = used.map(key => {
        const isUnused = (key === 'match' || key === 'exclude') && page.selectors.patternError(state, key) !== null;
        const text =
          key === 'idle'
            ? 'Idle included'
            : key === 'picked'
              ? pickedTitle(page, state)
              : `${filterNames[key]}: ${fitName(shownName(String(state[key])), 28)}`;
        return chip(page, key, isUnused ? `${text} (not applied)` : text, { [key]: initialState[key] });
      });
      if (state.weight !== profile.defaultWeight)
        made.push(chip(page, 'weight', `Counting ${page.weightName(state)}`, { weight: profile.defaultWeight }));
      for (const transform of state.transforms)
        made.push(
          chip(page, 'transform', transformText(page, transform), {
            transforms: state.transforms.filter(other => other !== transform),
            zoom: [],
            zoomHistory: [],
          }),
        );
      const mixed = page.selectors.mixedUnits(state);
      if (mixed)
        made.push(
          make(
            'span',
            { class: 'chip', role: 'listitem', 'data-key': 'mixed', title: shownName(mixed) },
            `Different events are added up: ${shownName(mixed)}`,
          ),
        );
      chips.replaceChildren(...made);
    },
  };
}

// A button per value of a sample, or a list of choices where there are more than three.
function makeWeightChoice({ profile, store }) {
  const titles = { period: 'Each sample counts as its period' };
  const choices = profile.weights.map(({ name }) => [name, weightTitle(name), titles[name]]);
  const pick = value => store.set({ weight: value });
  if (choices.length <= 3) return makeSegments('Value of a sample', choices, pick);
  const element = makeSelect(
    'Value of a sample',
    choices.map(([name, title]) => [name, title]),
    pick,
    { id: 'filter-weight' },
  );
  return {
    element,
    show: value => {
      element.value = value;
    },
  };
}

function choiceOf({ key, name, count }) {
  const thread = name ? ` ${fitName(shownName(name), 24)}` : '';
  return [key, `${fitName(shownName(String(key)), 40)}${thread} (${formatWhole(count)})`];
}

function chip(page, key, text, without) {
  const remove = make(
    'button',
    { type: 'button', 'aria-label': `Remove filter: ${text}`, title: 'Remove filter', onclick: () => page.store.set(without) },
    icon('close'),
  );
  return make('span', { class: 'chip', role: 'listitem', 'data-key': key }, text, remove);
}

function pickedTitle(page, state) {
  const text = pickedText(page, state, 40);
  return text[0].toUpperCase() + text.slice(1);
}

function cleared() {
  return Object.fromEntries(filterKeys.map(key => [key, initialState[key]]));
}
