import { momentOf } from '../../engine/data/moments.js';
import { make, makeSegments, setPressed, setShown } from '../controls/dom.js';
import { icon } from '../controls/icons.js';
import { formatCount, formatDuration, formatSeconds, formatWhole } from '../text/format.js';
import { shownName } from '../text/names.js';

// The moments that stand out, the strongest first. A click selects one and compares it with the rest of the recording. The list shares its place
// with that of the busiest threads.

const firstRows = 40;
const restDelay = 500; // milliseconds

export function momentText({ kind, period, repeats }) {
  return repeats > 1 ? `every ${formatDuration(period)}, ${formatWhole(repeats)} times` : shownName(kind);
}

export function createMomentsPanel(page, busiest) {
  const moments = page.profile.moments ?? [];
  const choice = makeSegments(
    'List',
    [
      ['moments', 'Moments', 'Ranges that stand out from the rest'],
      ['threads', 'Threads', 'The thread names with the most samples'],
    ],
    value => page.store.set({ list: value }),
  );
  const marks = make(
    'button',
    {
      type: 'button',
      class: 'quiet toggle',
      id: 'marks',
      title: 'Mark the moments on the heat map',
      'aria-label': 'Mark the moments on the heat map',
      onclick: () => page.store.set({ marks: !page.store.get().marks }),
    },
    icon('marks'),
  );
  const rows = [];
  const list = make('ol', { class: 'moments', id: 'moments' });
  const addRows = count => {
    const added = moments.slice(rows.length, count).map((moment, i) => momentRow(page, moment, rows.length + i));
    rows.push(...added);
    list.append(...added.map(row => make('li', {}, row)));
  };
  // Most rows are out of sight, and their layout would delay the first picture. A server finds the moments after the page is shown.
  const addFirstRows = () => {
    addRows(firstRows);
    if (moments.length > firstRows) setTimeout(() => addRows(moments.length), restDelay);
    choice.setText('moments', `Moments (${formatWhole(moments.length)})`);
  };
  const head = make('div', { class: 'lists-head' }, choice.element, marks);
  let shown = -1;
  return {
    element: make('section', { class: 'lists', 'aria-label': 'Moments and threads' }, head, list, busiest.element),
    render(state) {
      if (rows.length === 0 && moments.length > 0) addFirstRows();
      setShown(head, moments.length > 0);
      setShown(list, moments.length > 0 && state.list === 'moments');
      choice.show(state.list);
      setPressed(marks, state.marks);
      setShown(marks, state.list === 'moments');
      const now = state.range === null ? -1 : momentOf(moments, state.range);
      if (now !== shown) {
        if (now >= rows.length) addRows(moments.length);
        rows[shown]?.removeAttribute('aria-current');
        rows[now]?.setAttribute('aria-current', 'true');
        rows[now]?.scrollIntoView({ block: 'nearest' });
      }
      shown = now;
      busiest.render(state, moments.length === 0 || state.list === 'threads');
    },
  };
}

function momentRow(page, moment, index) {
  const [{ from, to }] = moment.ranges;
  const functions = moment.functions.map(shownName);
  const title = [
    `${momentText(moment)}, ${formatSeconds(from)} – ${formatSeconds(to)} s (${formatDuration(to - from)}), ${formatCount(moment.samples, 'samples')}, score ${moment.score}`,
    ...functions,
  ].join('\n');
  const bar = make('i', {});
  bar.style.width = `${(100 * moment.score) / page.profile.moments[0].score}%`;
  return make(
    'button',
    { type: 'button', class: 'moment', title, onclick: () => page.selectMoment(index) },
    make('b', {}, String(index + 1)),
    make('span', { class: 'number' }, `${(from / 1e9).toFixed(2)} s`),
    make('span', { class: 'muted' }, moment.repeats > 1 ? `×${formatWhole(moment.repeats)}` : shownName(moment.kind)),
    make('span', { class: 'name' }, functions.join(', ')),
    bar,
  );
}
