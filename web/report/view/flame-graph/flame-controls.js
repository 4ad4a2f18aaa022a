import { icon } from '../controls/icons.js';
import { make, makeSegments, makeSelect, setPressed } from '../controls/dom.js';
import { framePaletteChoices } from './flame-colors.js';
import { shownName } from '../text/names.js';

// The controls above the flame graph: grouping, colors, direction.

const groupingChoices = [
  ['comm', 'By thread name'],
  ['pid', 'By process'],
  ['tid', 'By thread'],
  ['none', 'Not grouped'],
];

export function createFlameControls(page) {
  const { store, profile } = page;
  const labelChoices = profile.labelKeys.map(key => [`label:${key}`, `By ${shownName(key)}`]);
  const poolChoice = page.selectors.rowChoices ? [['pool', 'By pool (worker-*)']] : [];
  const grouping = makeSelect(
    'Grouping',
    [...groupingChoices, ...poolChoice, ...labelChoices],
    value => store.set({ grouping: value, zoom: [], zoomHistory: [] }),
    {
      id: 'grouping',
    },
  );
  const colors = makeSelect('Colors of frames', framePaletteChoices, value => store.set({ palette: value }), { id: 'palette' });
  const direction = makeSegments(
    'Direction',
    [
      ['flame', 'Flames', 'Root at the bottom (I)'],
      ['icicle', 'Icicles', 'Root at the top (I)'],
    ],
    value => store.set({ icicle: value === 'icicle' }),
  );
  const reversed = make(
    'button',
    {
      type: 'button',
      class: 'quiet toggle',
      id: 'reversed',
      title: 'Start at the leaf and show its callers (R)',
      'aria-pressed': 'false',
      onclick: () => page.toggleReversed(),
    },
    'Callers first',
  );
  const chart = page.chart
    ? make(
        'button',
        {
          type: 'button',
          class: 'quiet toggle',
          id: 'chart-toggle',
          title: 'Flame chart: the stacks of a thread in time order (X)',
          'aria-pressed': 'false',
          onclick: () => page.toggleChart(),
        },
        icon('chart'),
        'Chart',
      )
    : null;
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
    element: make('div', { class: 'controls' }, grouping, colors, reversed, direction.element, chart, table),
    render(state) {
      grouping.value = state.grouping;
      colors.value = state.palette;
      direction.show(state.icicle ? 'icicle' : 'flame');
      setPressed(reversed, state.reversed);
      if (chart) setPressed(chart, state.chart !== null);
      setPressed(table, state.panel === 'functions');
    },
  };
}
