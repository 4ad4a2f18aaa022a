import { createHeaderTools } from '../../report/view/controls/header-tools.js';
import { icon } from '../../report/view/controls/icons.js';
import { make, makeSelect, setShown, setText } from '../../report/view/controls/dom.js';
import { createTheme } from '../../report/view/controls/theme.js';
import { createTooltip } from '../../report/view/controls/tooltip.js';
import { createHelp } from '../../report/view/help.js';
import { clockText } from '../../report/view/text/clock.js';
import { formatCount, formatDuration, formatWhole } from '../../report/view/text/format.js';
import { shownName } from '../../report/view/text/names.js';
import { exactSeconds } from '../../report/view/state/url-hash.js';
import { listAddress } from '../list/addresses.js';
import { createHostRow } from './host-row.js';
import { deviationsOf } from './deviations.js';

// The hosts of a service as rows, with their samples over time, to find the one that differs: ?hosts=SERVICE, with &from= and &to= for a part of the time.

const hostColumns = 120;
const hostOrders = [
  ['deviation', 'Most unusual'],
  ['name', 'Name'],
  ['samples', 'Samples'],
];
const hostsHelpText =
  'Each row is a host, and time runs from left to right. The stronger the color, the more samples. A host is unusual if its number of samples differs most ' +
  'from the median of all hosts at some time. Click a row to open the host with that time selected; drag across a row to see a part of the time.';
const hostShortcuts = [
  [
    'Hosts',
    [
      ['Tab', 'move between hosts'],
      ['Enter', 'open the host'],
      ['D', 'dark or light theme'],
      ['?', 'show this help'],
    ],
  ],
];
const isNeverPrinted = () => false;

export async function openHosts(api, root, query) {
  const path = query.get('hosts');
  const range = { from: query.get('from'), to: query.get('to') };
  root.textContent = `Opening ${path}…`;
  const answer = await api.getJson(api.addressOf('hosts', { profile: path, ...range, columns: hostColumns }));
  const { rows, columnLength } = answer;
  const shown = { wallOrigin: answer.wall.origin, wallIsUtc: true, wallIsExact: answer.wall.isExact, span: answer.end };
  const deviations = deviationsOf(rows.map(row => row.values));
  document.title = `${answer.title}: hosts`;

  const page = { help: createHelp('How to use this page', hostShortcuts, hostsHelpText), tooltip: createTooltip() };
  const maximum = Math.max(1, ...rows.map(row => Math.max(...row.values)));
  const hosts = rows.map((row, i) =>
    createHostRow({
      row,
      median: deviations.medians,
      worst: deviations.rows[i],
      maximum,
      page,
      answer,
      timeOf: column => answer.origin + column * columnLength,
      clockOf: time => clockText(shown, time, 'utc', columnLength < 1e9 ? 3 : 0),
      onZoom: (from, to) => location.assign(hostsAddress(path, exactSeconds(from), exactSeconds(to))),
    }),
  );
  page.theme = createTheme(() => draw(), isNeverPrinted);
  const body = make('ul', { class: 'hosts', 'aria-label': 'Hosts' });
  const order = makeSelect('Order', hostOrders, sort, { id: 'host-order', class: 'tool' });
  const isPart = range.from !== null || range.to !== null;
  const end = Math.min(answer.end, answer.origin + answer.columns * columnLength);
  const facts = [
    `${clockText({ ...shown, span: Infinity }, answer.origin, 'utc')} UTC`,
    formatDuration(Math.max(0, end - answer.origin)),
    formatCount(rows.length, 'hosts'),
    formatCount(
      rows.reduce((sum, row) => sum + row.total, 0),
      'samples',
    ),
    answer.wall.isExact ? null : 'times are accurate only to a second',
  ];
  const whole = make('a', { class: 'tool', id: 'all-time', href: hostsAddress(path) }, 'All the time');
  setShown(whole, isPart);
  const clockAt = part => clockText(shown, answer.origin + part * answer.columns * columnLength, 'utc', columnLength < 1e8 ? 3 : 0);
  const axis = make(
    'div',
    { class: 'host host-axis', 'aria-hidden': 'true' },
    make('span', {}, 'UTC'),
    make('div', {}, ...[0, 0.5, 1].map(part => make('span', {}, clockAt(part)))),
  );
  const note = make('p', { class: 'list-note', role: 'status' });
  setText(note, rows.length === 0 ? 'No host has samples in this part of the time.' : '');
  root.replaceChildren(
    make(
      'header',
      { class: 'header' },
      make('a', { class: 'brand', href: listAddress(), title: 'All profiles' }, icon('flame'), 'FlameScope'),
      make('h1', {}, 'Hosts of ', make('a', { href: `./?${new URLSearchParams({ profile: path })}` }, shownName(answer.title))),
      make('div', { class: 'facts' }, ...facts.filter(fact => fact).map(fact => make('span', { class: 'fact' }, fact))),
      createHeaderTools(page),
    ),
    make(
      'div',
      { class: 'toolbar', role: 'toolbar', 'aria-label': 'Order of hosts' },
      order,
      make('span', { class: 'muted' }, `Samples in ${formatDuration(columnLength)}, up to ${formatWhole(maximum)}`),
      make('span', { class: 'space' }),
      whole,
    ),
    make('section', { class: 'list', 'aria-label': 'Hosts' }, rows.length > 0 ? axis : null, body, note),
    page.tooltip.element,
    page.help.element,
  );
  sort('deviation');
  addEventListener('resize', draw);
  addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('select')) return;
    if (event.key === 'd' || event.key === 'D') page.theme.toggle();
    if (event.key === '?') page.help.show();
  });

  function sort(by) {
    const keyOf = { deviation: host => -host.worst.score, samples: host => -host.row.total, name: () => 0 }[by];
    const names = new Intl.Collator('en', { numeric: true });
    const sorted = [...hosts].sort((a, b) => keyOf(a) - keyOf(b) || names.compare(a.row.host, b.row.host));
    body.replaceChildren(...sorted.map(host => host.element));
    draw();
  }

  function draw() {
    for (const host of hosts) host.draw(page.theme);
  }
}

// Returns the address of the page of a service's hosts, of all or of a part of the time, in seconds.
export function hostsAddress(path, from = null, to = null) {
  const query = new URLSearchParams({ hosts: path });
  if (from !== null) query.set('from', from);
  if (to !== null) query.set('to', to);
  return `./?${query}`;
}
