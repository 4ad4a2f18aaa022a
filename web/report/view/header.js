import { createHeaderTools } from './controls/header-tools.js';
import { icon } from './controls/icons.js';
import { clockStart } from './text/clock.js';
import { make, setText } from './controls/dom.js';
import { formatCount, formatDuration, formatWhole } from './text/format.js';
import { shownName, weightTitle } from './text/names.js';

// The header: facts about the recording, and warnings about missing data.

// With several events, the frequency is that of one of them.
function frequencyText({ profile, selectors }) {
  const event = selectors.eventOfCpuTime?.() ?? null;
  return `${formatWhole(profile.frequency)} Hz${event === null ? '' : ` (${shownName(event)})`}`;
}

// page.home is the address of the list of profiles, where there is one.
function brandOf({ home }) {
  return home
    ? make('a', { class: 'brand', href: home, title: 'All profiles' }, icon('flame'), 'FlameScope')
    : make('span', { class: 'brand', title: 'FlameScope' }, icon('flame'), 'FlameScope');
}

export function createHeader(page) {
  const { profile } = page;
  const facts = [
    profile.host ? [shownName(profile.host), 'Host'] : null,
    profile.untimed < profile.count ? [formatDuration(profile.span), 'Duration, from the first whole second to the last sample'] : null,
    [formatCount(profile.sampleCount - profile.idleCount, 'samples'), 'Samples, without idle samples'],
    profile.idleCount > 0 ? [`${formatWhole(profile.idleCount)} idle excluded`, 'To include them, choose Filter → Include idle samples'] : null,
    profile.lost > 0 || profile.losses.length > 0 ? null : ['none lost', 'The recorder lost no samples'],
    profile.frequency ? [frequencyText(page), 'Sampling frequency'] : null,
  ].filter(fact => fact !== null);
  const warnings = [
    profile.lost > 0 ? [`${formatWhole(profile.lost)} lost`, 'Samples or records that the recorder lost'] : null,
    ...profile.losses.map(loss => [`lost ${shownName(loss)}`, 'What the recorder says about lost data']),
    ...throttledFact(profile),
    profile.untimed > 0
      ? [`${formatWhole(profile.untimedCount)} without a time`, 'These samples are in the flame graph of the whole profile, but not in the heat map']
      : null,
    ...profile.weights
      .filter(weight => !weight.isExact)
      .map(({ name }) => [
        `${weightTitle(name).toLowerCase()} rounded`,
        `The sum of ${weightTitle(name).toLowerCase()} exceeds 2^53, so these values are rounded`,
      ]),
    profile.diagnostics > 0 ? unreadFact(profile) : null,
  ].filter(fact => fact !== null);
  const all = (profile.facts ?? []).map(fact => `${shownName(fact.name)}: ${shownName(fact.value)}`).join('\n');
  const span = ([text, title], className) => make('span', { class: className, title }, text);
  const shown = facts.map(fact => span(fact, 'fact'));
  const start = clockStart(profile, 'utc') === null ? null : span(['', 'Start of the recording'], 'fact');
  if (start !== null) shown.splice(profile.host ? 1 : 0, 0, start);
  const element = make(
    'header',
    { class: 'header' },
    brandOf(page),
    make('h1', { title: [shownName(profile.command ?? ''), all].filter(text => text).join('\n') || null }, shownName(profile.title)),
    profile.other
      ? make('span', { class: 'versus', title: shownName(profile.other.title) }, `compared with ${shownName(profile.other.title)}`)
      : null,
    make('div', { class: 'facts' }, ...shown, ...warnings.map(fact => span(fact, 'fact warning'))),
    createHeaderTools(page),
  );
  return {
    element,
    render(state) {
      if (start !== null) setText(start, clockStart(profile, state.clock));
    },
  };
}

function throttledFact({ gaps = [], hasMoreGaps }) {
  const count = gaps.filter(({ kind }) => kind === 'throttled').length;
  const title = 'The kernel stopped an event from sampling because it took too much time; crossed lines on the heat map';
  if (count === 0) return [];
  return [[count === 1 ? 'throttled once' : `throttled ${hasMoreGaps ? 'at least ' : ''}${formatWhole(count)} times`, title]];
}

// Only text has lines.
function unreadFact({ diagnostics, format }) {
  return ['perf script', 'simpleperf', 'folded', 'bcc', 'bpftrace', 'dtrace', 'sample'].includes(format)
    ? [`${formatCount(diagnostics, 'lines')} not recognized`, 'Unrecognized lines were skipped']
    : [`${formatCount(diagnostics, 'faults')} in the input`, 'What could not be read was skipped or corrected'];
}
