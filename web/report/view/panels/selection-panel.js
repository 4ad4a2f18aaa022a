import { createBusiest } from './busiest.js';
import { createMomentsPanel } from './moments-panel.js';
import { createPlayer } from './player.js';
import { clockText } from '../text/clock.js';
import { make, setShown, setText } from '../controls/dom.js';
import { unitOf } from '../flame-graph/flame-text.js';
import { formatBare, formatDuration, formatPercent, formatSeconds, formatShort, isScaled } from '../text/format.js';
import { fitName, shownName } from '../text/names.js';
import { drawLegend } from '../heat-map/heat-legend.js';

// The panel next to the heat map: the numbers of the selections, and the color legend.

export function createSelectionPanel(page, heat) {
  const lists = createMomentsPanel(page, createBusiest(page));
  const first = makeNumbers('selection', 'Selection');
  const second = makeNumbers('second', 'Second selection');
  const whole = make(
    'button',
    { type: 'button', class: 'link', id: 'whole', title: 'Select the whole profile (Esc)', onclick: () => page.selectAll() },
    'Whole profile',
  );
  const clearSecond = make(
    'button',
    { type: 'button', class: 'link', id: 'clear-second', title: 'Clear the second selection', onclick: () => page.store.set(withoutSecond(page)) },
    'Clear',
  );
  const player = createPlayer(page);
  first.head.append(player.element, whole);
  second.head.append(clearSecond);
  const legendTitle = make('div', { class: 'legend-title' });
  const legend = make('canvas', { class: 'legend', role: 'img' });
  const element = make(
    'aside',
    { class: 'numbers', 'aria-label': 'Selection' },
    first.element,
    second.element,
    make('div', { class: 'legend-box' }, legendTitle, legend),
    lists.element,
  );

  function renderNumbers(part, { profile, selectors }, state, range, selection) {
    const unit = unitOf(state, profile);
    const total = selectors.total(selection, state);
    const all = selectors.total(selectors.samples(state), state);
    const from = range ? range.from : profile.start;
    const to = range ? range.to : profile.span;
    const isTimed = profile.untimed < profile.count;
    setText(part.range, range ? `${shortSeconds(from)} – ${shortSeconds(to)} s` : 'Whole profile');
    part.range.title = range ? `${formatSeconds(from)} – ${formatSeconds(to)} s` : '';
    const clock = clockText(profile, from, state.clock, 3);
    setText(part.time, [isTimed ? formatDuration(to - from) : null, range && clock ? clock : null].filter(text => text).join(' · '));
    setText(part.count, formatBare(total, unit));
    setText(part.unit, isScaled(unit) ? `of ${page.weightName(state)}` : total === 1 ? unit.replace(/s$/, '') : unit);
    setText(part.share, formatPercent(all === 0 ? 0 : total / all));
    const cpus = isTimed ? selectors.averageCpuUsage(state, range) : null;
    const isKnown = cpus !== null && cpus !== undefined;
    setShown(part.cpuBox, isKnown);
    if (isKnown) setText(part.cpus, cpus > 0 && cpus < 0.01 ? formatShort(cpus) : cpus.toFixed(cpus < 9.995 ? 2 : 1));
  }

  return {
    element,
    render(state) {
      const isOther = state.compare === 'profile';
      const hasSecond = isOther || state.second !== null;
      renderNumbers(first, page, state, state.range, page.selectors.selected(state));
      setShown(whole, state.range !== null);
      player.render(state);
      setShown(second.element, hasSecond);
      setShown(clearSecond, isOther ? state.other !== null : true);
      if (isOther)
        renderNumbers(second, page.other, page.other.stateOf(state), state.other, page.other.selectors.selected(page.other.stateOf(state)));
      else if (hasSecond) renderNumbers(second, page, state, state.second, page.selectors.second(state));
      lists.render(state);
      setText(first.title, isOther ? `A: ${fitName(shownName(page.profile.title), 24)}` : hasSecond ? 'Selection A' : 'Selection');
      setText(second.title, isOther ? `B: ${fitName(shownName(page.profile.other.title), 24)}` : 'Selection B');
      const map = page.lanes?.isAlone(state) ? page.lanes : heat;
      if (map?.map()) {
        const { colorOf, maximum } = map.legend();
        const unit = unitOf(state, page.profile);
        const cell = formatDuration(map.bucketLength?.() ?? map.map().columnLength / map.map().rows);
        const what = unit === 'nanoseconds' ? 'time' : unit;
        setText(legendTitle, map.matchedMap ? `Matching ${what} in ${cell}` : `${what[0].toUpperCase()}${what.slice(1)} in ${cell}`);
        drawLegend(legend, { colorOf, maximum, unit, width: legend.parentElement.clientWidth, colors: page.theme.colors() });
      }
    },
  };
}

// At most milliseconds, which fit; nanoseconds are in the title.
const shortSeconds = time => formatSeconds(Math.round(time / 1e6) * 1e6);
// Only the range is cleared in a comparison with another profile.
function withoutSecond({ store }) {
  return store.get().compare === 'profile' ? { other: null } : { second: null, compare: 'off' };
}

function makeNumbers(id, name) {
  const title = make('h2', {}, name);
  const head = make('div', { class: 'numbers-head' }, title);
  const range = make('div', { class: 'numbers-range' });
  const time = make('div', { class: 'muted' });
  const number = () => make('b', {});
  const [count, share, cpus] = [number(), number(), number()];
  const unit = make('span', {});
  const cpuBox = make('div', {}, cpus, make('span', {}, 'busy CPUs'));
  cpuBox.title = 'Average number of busy CPUs';
  const element = make(
    'section',
    { class: `numbers-part ${id}`, id: `${id}-numbers` },
    head,
    range,
    time,
    make('div', { class: 'figures' }, make('div', {}, count, unit), make('div', {}, share, make('span', {}, 'of all')), cpuBox),
  );
  return { element, head, title, range, time, count, unit, share, cpus, cpuBox };
}
