import { icon } from '../controls/icons.js';
import { make, makeSegments, makeSelect, setPressed } from '../controls/dom.js';
import { framePaletteChoices } from './flame-colors.js';

// Above the flame graph: which way it grows, from where, and by what it is grouped.

const groupingChoices = [
  ['comm', 'By thread name'],
  ['pid', 'By process'],
  ['tid', 'By thread'],
  ['none', 'Not grouped'],
];

export function createFlameControls(page) {
  const { store } = page;
  const grouping = makeSelect('Grouping', groupingChoices, value => store.set({ grouping: value, zoom: [], zoomedBefore: [] }), { id: 'grouping' });
  const colors = makeSelect('Colours of frames', framePaletteChoices, value => store.set({ palette: value }), { id: 'palette' });
  const direction = makeSegments(
    'Direction',
    [
      ['flame', 'Flames', 'The root below (I)'],
      ['icicle', 'Icicles', 'The root above (I)'],
    ],
    value => store.set({ icicle: value === 'icicle' }),
  );
  const reversed = make(
    'button',
    {
      type: 'button',
      class: 'quiet toggle',
      id: 'reversed',
      title: 'From the leaf: who calls it (R)',
      'aria-pressed': 'false',
      onclick: () => page.toggleReversed(),
    },
    'Callers first',
  );
  const table = make(
    'button',
    {
      type: 'button',
      class: 'quiet toggle',
      id: 'functions-toggle',
      title: 'Table of functions (T)',
      'aria-pressed': 'false',
      onclick: () => page.togglePanel(),
    },
    icon('table'),
    'Functions',
  );
  return {
    element: make('div', { class: 'controls' }, grouping, colors, reversed, direction.element, table),
    render(state) {
      grouping.value = state.grouping;
      colors.value = state.palette;
      direction.show(state.icicle ? 'icicle' : 'flame');
      setPressed(reversed, state.reversed);
      setPressed(table, state.panel === 'functions');
    },
  };
}
