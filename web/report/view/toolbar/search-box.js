import { icon } from '../controls/icons.js';
import { make, setPressed, setShown, setText } from '../controls/dom.js';
import { unitOf } from '../flame-graph/flame-text.js';
import { formatPercent, formatValue } from '../text/format.js';

// The search: a regular expression over function names. It paints flame graph and heat map, and says what share matched.

const typingPause = 120;
const mostCost = 200;

export function createSearchBox(page) {
  const { store, derived } = page;
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
  const matched = make('output', { id: 'matched', class: 'matched', 'aria-live': 'polite' });
  const apply = text => {
    clearTimeout(timer);
    store.set({ search: text });
  };
  input.addEventListener('input', () => {
    clearTimeout(timer);
    // A pattern that took long is not tried again with every letter: Enter does that.
    if (derived.matchCost() < mostCost) timer = setTimeout(() => apply(input.value), typingPause);
  });
  input.addEventListener('keydown', event => {
    if (event.key === 'Enter') apply(input.value);
    else if (event.key === 'Escape') {
      if (input.value) apply('');
      else input.blur();
      event.stopPropagation();
      event.preventDefault();
    }
  });
  return {
    element: make('div', { class: 'search', role: 'search' }, icon('search'), input, matched, clear, exact),
    focus: () => {
      input.focus();
      input.select();
    },
    render(state) {
      if (document.activeElement !== input || state.search === '' || input.value === '') input.value = state.search;
      setPressed(exact, state.matchCase);
      setShown(clear, state.search !== '');
      const error = derived.patternError(state, 'search');
      input.setAttribute('aria-invalid', String(error !== null));
      matched.classList.toggle('wrong', error !== null);
      setText(
        matched,
        error ??
          (state.search
            ? `${formatValue(derived.matchedTotal(state), unitOf(state, page.profile))}, ${formatPercent(derived.matchedShare(state))}`
            : ''),
      );
    },
  };
}
