import { icon } from '../controls/icons.js';
import { make, setPressed, setShown, setText } from '../controls/dom.js';
import { unitOf } from '../flame-graph/flame-text.js';
import { formatPercent, formatValue } from '../text/format.js';

// The search box: a regular expression over function names. Matches are highlighted in the flame graph and the heat map; their share is shown.

const typingDelay = 120;

export function createSearchBox(page) {
  const { store, selectors } = page;
  let timer = 0;
  const input = make('input', {
    type: 'search',
    id: 'search',
    placeholder: 'Search functions (regular expression)',
    'aria-label': 'Search functions, regular expression',
    spellcheck: 'false',
    autocomplete: 'off',
    'aria-describedby': 'matched',
  });
  const exact = make(
    'button',
    {
      type: 'button',
      class: 'quiet toggle',
      id: 'match-case',
      title: 'Match upper and lower case',
      'aria-label': 'Match upper and lower case',
      'aria-pressed': 'false',
      onclick: () => store.set({ matchCase: !store.get().matchCase }),
    },
    'Aa',
  );
  const clear = make(
    'button',
    {
      type: 'button',
      class: 'quiet',
      title: 'Clear the search (Esc)',
      'aria-label': 'Clear the search',
      onclick: () => {
        apply('');
        input.focus();
      },
    },
    icon('close'),
  );
  const step = (text, name, by) =>
    make('button', { type: 'button', class: 'quiet', title: text, 'aria-label': text, onclick: () => page.stepMatch(by) }, icon(name));
  const previous = step('Previous match (Shift-N)', 'up', -1);
  const next = step('Next match (N, Enter)', 'down', 1);
  const matched = make('output', { id: 'matched', class: 'matched', 'aria-live': 'polite' });
  const apply = text => {
    clearTimeout(timer);
    store.set({ search: text });
  };
  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => apply(input.value), typingDelay);
  });
  input.addEventListener('keydown', event => {
    if (event.key === 'Enter' && input.value === store.get().search) page.stepMatch(event.shiftKey ? -1 : 1);
    else if (event.key === 'Enter') apply(input.value);
    else if (event.key === 'Escape') {
      if (input.value) apply('');
      else input.blur();
      event.stopPropagation();
      event.preventDefault();
    }
  });
  return {
    element: make('div', { class: 'search', role: 'search' }, icon('search'), input, matched, previous, next, clear, exact),
    focus: () => {
      input.focus();
      input.select();
    },
    render(state) {
      if (document.activeElement !== input || state.search === '' || input.value === '') input.value = state.search;
      setPressed(exact, state.matchCase);
      for (const button of [clear, previous, next]) setShown(button, state.search !== '');
      const error = selectors.patternError(state, 'search');
      input.setAttribute('aria-invalid', String(error !== null));
      matched.classList.toggle('error', error !== null);
      setText(
        matched,
        error ??
          (selectors.isMatching?.(state)
            ? 'Searching…'
            : state.search
              ? `${formatValue(selectors.matchedTotal(state), unitOf(state, page.profile))}, ${formatPercent(selectors.matchedShare(state))}`
              : ''),
      );
    },
  };
}
