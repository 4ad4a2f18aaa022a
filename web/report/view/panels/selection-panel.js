import { createBusiest } from './busiest.js';
import { clockText } from '../text/clock.js';
import { make, setShown, setText } from '../controls/dom.js';
import { unitOf } from '../flame-graph/flame-text.js';
import { formatBare, formatDuration, formatPercent, formatSeconds } from '../text/format.js';
import { drawLegend } from '../heat-map/heat-legend.js';

// Beside the heat map: the numbers of what is picked, and what the colours stand for.

export function createSelectionPanel(page, heat) {
  const busiest = createBusiest(page);
  const first = makeNumbers('selection', 'Selection');
  const second = makeNumbers('second', 'Second selection');
  const whole = make(
    'button',
    { type: 'button', class: 'link', id: 'whole', title: 'Whole profile (Esc)', onclick: () => page.selectWhole() },
    'Whole profile',
  );
  const drop = make(
    'button',
    { type: 'button', class: 'link', title: 'Without the second selection', onclick: () => page.store.set({ second: null, compare: 'off' }) },
    'Clear',
  );
  first.head.append(whole);
  second.head.append(drop);
  const legendTitle = make('div', { class: 'legend-title' });
  const legend = make('canvas', { class: 'legend', role: 'img' });
  const element = make(
    'aside',
    { class: 'numbers', 'aria-label': 'The selection in numbers' },
    first.element,
    second.element,
    make('div', { class: 'legend-box' }, legendTitle, legend),
    busiest.element,
  );

  function renderNumbers(part, state, range, selection) {
    const { profile, derived } = page;
    const unit = unitOf(state, profile);
    const total = derived.total(selection, state);
    const all = derived.total(derived.samples(state), state);
    const from = range ? range.from : profile.start;
    const to = range ? range.to : profile.span;
    const isTimed = profile.untimed < profile.count;
    setText(part.range, range ? `${formatSeconds(from)} – ${formatSeconds(to)} s` : 'Whole profile');
    const clock = range ? clockText(profile, from, 3) : clockText(profile, from);
    setText(part.time, [isTimed ? formatDuration(to - from) : null, range && clock ? clock : null].filter(text => text).join(' · '));
    setText(part.count, formatBare(total, unit));
    setText(part.unit, unit === 'ns' ? 'of periods' : total === 1 ? unit.replace(/s$/, '') : unit);
    setText(part.share, formatPercent(all === 0 ? 0 : total / all));
    const busy = isTimed ? derived.busyCpus(state, from, to) : null;
    setText(part.busy, busy === null || busy === undefined ? '–' : busy.toFixed(busy < 9.995 ? 2 : 1));
    part.busyBox.title =
      busy === null ? 'The recording does not tell how much time a sample stands for.' : 'Mean number of processors that were busy';
  }

  return {
    element,
    render(state) {
      renderNumbers(first, state, state.range, page.derived.picked(state));
      setShown(whole, state.range !== null);
      setShown(second.element, state.second !== null);
      if (state.second !== null) renderNumbers(second, state, state.second, page.derived.second(state));
      busiest.render(state);
      setText(first.title, state.second ? 'Selection A' : 'Selection');
      setText(second.title, 'Selection B');
      if (heat?.map()) {
        const { colorOf, maximum } = heat.legend();
        const unit = unitOf(state, page.profile);
        const cell = formatDuration(heat.map().columnLength / heat.map().rows);
        const what = unit === 'ns' ? 'time' : unit;
        setText(legendTitle, heat.matchedMap ? `Matching ${what} in ${cell}` : `${what[0].toUpperCase()}${what.slice(1)} in ${cell}`);
        drawLegend(legend, { colorOf, maximum, unit, width: legend.parentElement.clientWidth, colors: page.theme.colors() });
      }
    },
  };
}

function makeNumbers(id, name) {
  const title = make('h2', {}, name);
  const head = make('div', { class: 'numbers-head' }, title);
  const range = make('div', { class: 'numbers-range' });
  const time = make('div', { class: 'muted' });
  const number = () => make('b', {});
  const [count, share, busy] = [number(), number(), number()];
  const unit = make('span', {});
  const busyBox = make('div', {}, busy, make('span', {}, 'busy CPUs'));
  const element = make(
    'section',
    { class: `numbers-part ${id}`, id: `${id}-numbers` },
    head,
    range,
    time,
    make('div', { class: 'figures' }, make('div', {}, count, unit), make('div', {}, share, make('span', {}, 'of all')), busyBox),
  );
  return { element, head, title, range, time, count, unit, share, busy, busyBox };
}
