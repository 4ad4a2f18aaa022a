import { icon } from '../controls/icons.js';
import { make, makeSelect, setPressed, setShown, setText } from '../controls/dom.js';
import { formatWhole } from '../text/format.js';
import { cssColor } from '../heat-map/heat-colors.js';
import { diffColor, diffPaletteOf } from '../flame-graph/flame-colors.js';
import { fitName, shownName } from '../text/names.js';
import { deltaText, normalizationChoices, unitOf } from '../flame-graph/flame-text.js';

// The comparison controls: baseline, normalization, exchange of the sides, frames of the baseline only. A line describes the comparison.

const compareChoices = [
  ['off', 'No comparison'],
  ['whole', 'Compare: all samples'],
  ['rest', 'Compare: the rest'],
  ['second', 'Compare: second range'],
];

// The time in milliseconds after the last change of the selection.
const evidenceDelay = 150;
const noRangesText = 'The samples of this recording have no times, so there are no ranges to compare.';

export function createCompareBar(page) {
  const { store, profile } = page;
  const { other } = profile;
  const hasTimes = profile.untimed < profile.count;
  const choices = [
    ...compareChoices,
    ...(other ? [['profile', `Compare: ${fitName(shownName(other.title), 28)}`]] : []),
    ...(page.chooseOther ? [['choose', other ? 'Compare: a different profile…' : 'Compare: another profile…']] : []),
  ];
  const pick = value => (value === 'choose' ? page.chooseOther() : store.set({ compare: value }));
  const mode = makeSelect('Compare the selection', choices, pick, { id: 'compare', class: 'tool' });
  if (!hasTimes && choices.length === compareChoices.length) {
    mode.disabled = true;
    mode.title = noRangesText;
  }
  const by = makeSelect('Normalization', normalizationChoices, value => store.set({ normalization: value }), { id: 'normalization' });
  const swap = make(
    'button',
    {
      type: 'button',
      class: 'quiet toggle',
      id: 'swap',
      title: 'Exchange the sides',
      'aria-pressed': 'false',
      onclick: () => store.set({ swapped: !store.get().swapped }),
    },
    icon('swap'),
    'Swap',
  );
  const elided = make(
    'button',
    {
      type: 'button',
      class: 'quiet toggle',
      id: 'elided',
      title: 'Show the frames that only the baseline has',
      'aria-pressed': 'false',
      onclick: () => store.set({ elided: !store.get().elided }),
    },
    'Baseline only',
  );
  const text = make('span', { class: 'comparison-text', id: 'comparison' });
  const ramp = make('span', { class: 'diff-legend', 'aria-hidden': 'true' });
  const hint = make('span', { class: 'comparison-hint' });
  const tools = make('div', { class: 'comparison-tools' }, ramp, by, swap, elided);
  const chance = make('span', { class: 'muted', id: 'chance', title: 'By Fisher’s exact test of each function, corrected for their number' });
  const bar = make('div', { class: 'comparison', hidden: true }, text, chance, hint, tools);
  const evidence = createEvidence(page, chance);
  return {
    element: mode,
    bar,
    render(state, picture) {
      mode.value = state.compare;
      by.value = state.normalization;
      setPressed(swap, state.swapped);
      setPressed(elided, state.elided);
      setShown(bar, state.compare !== 'off');
      const isCompared = page.selectors.isCompared(state) && picture.diff !== null;
      setShown(tools, isCompared);
      setText(text, isCompared ? page.comparisonText(state) : '');
      setText(
        hint,
        state.compare === 'off' || isCompared
          ? ''
          : (page.selectors.comparisonError?.(state) ??
              (!hasTimes
                ? noRangesText
                : state.compare === 'second'
                  ? 'Ctrl-drag on the heat map to select what to compare with.'
                  : 'Drag on the heat map to select what to compare.')),
      );
      evidence.render(state, isCompared);
      if (isCompared) drawRamp(ramp, picture.diff, state, unitOf(state, page.profile));
    },
  };
}

// Says how many functions differ beyond chance. It is computed when the selection rests.
function createEvidence(page, element) {
  let timer = 0;
  let shown = null;
  return {
    render(state, isCompared) {
      if (!page.selectors.changes) return;
      const diff = isCompared ? page.selectors.picture(state).diff : null;
      if (diff === shown) return;
      shown = diff;
      clearTimeout(timer);
      setText(element, '');
      if (diff === null) return;
      timer = setTimeout(() => {
        const changes = page.selectors.changes(page.store.get());
        if (changes === null) {
          shown = null; // the server's answer comes later, with another rendering
          return;
        }
        const { significant } = changes;
        const differ = significant === 1 ? 'One function differs' : `${formatWhole(significant)} functions differ`;
        setText(element, significant === 0 ? 'No function differs beyond chance.' : `${differ} beyond chance.`);
      }, evidenceDelay);
    },
  };
}

function drawRamp(ramp, diff, state, unit) {
  const palette = diffPaletteOf(state.palette);
  const swatch = part => {
    const mark = make('i', {});
    mark.style.background = cssColor(diffColor(palette, part));
    return mark;
  };
  ramp.replaceChildren(
    deltaText(-diff.maximumDelta, diff.normalization, unit),
    ...[-1, -0.5, -0.1, 0, 0.1, 0.5, 1].map(swatch),
    deltaText(diff.maximumDelta, diff.normalization, unit),
  );
  ramp.title = diff.intervalOf?.(0) ? 'Pale frames: the difference is within chance (95% confidence interval)' : '';
}
