import { momentsFrom } from '../../report/engine/data/moments.js';
import { make, setShown, setText } from '../../report/view/controls/dom.js';
import { createOtherPage } from '../../report/view/other-page.js';
import { createPage } from '../../report/view/page.js';
import { createAnswers } from '../data/answers.js';
import { RemoteProfile } from '../data/remote-profile.js';
import { hostsAddress } from '../hosts/hosts-page.js';
import { choiceAddress } from '../list/addresses.js';
import { formatCount } from '../../report/view/text/format.js';
import { createServerExports } from './server-exports.js';
import { createRemoteSelectors } from './remote-selectors.js';
import { addWindowLinks } from './window-links.js';

// The page of one profile, or of two that are compared: the report's page with answers of the server.

const busyDelay = 250;
const momentCount = 100;

export async function openProfile(api, root, { path, baseline, home }) {
  root.textContent = `Opening ${path}…`;
  const load = async name => new RemoteProfile(await api.getJson(api.addressOf('profile', { profile: name })));
  const [profile, other] = await Promise.all([load(path), baseline ? load(baseline) : null]);
  if (other) profile.compareWith(other);
  document.title = other ? `${profile.title} compared with ${other.title}` : profile.title;

  // A range of a store can have more stacks than are counted.
  const omitted = make('span', {
    class: 'fact warning',
    id: 'omitted',
    title: 'They are those of the rarest stacks. Select a shorter range to see all.',
    hidden: true,
  });
  function showOmitted() {
    const count = page === null ? 0 : selectors.picture(page.store.get()).shape.omittedSamples;
    setText(omitted, `${formatCount(count, 'samples')} left out`);
    setShown(omitted, count > 0);
  }

  const busy = createBusyBar();
  const notice = createNotice();
  let page = null;
  const answers = createAnswers(api, {
    onAnswer() {
      page?.rerender();
      showOmitted();
      page?.heat?.hoverAgain();
      page?.other?.heat?.hoverAgain();
    },
    onBusy(isBusy) {
      root.dataset.waiting = isBusy;
      busy.show(isBusy);
    },
    onError(error) {
      if (error.status === 409) notice.show();
      else page?.toast(error.message);
    },
  });
  const selectors = createRemoteSelectors(profile, api, answers);
  page = createPage(profile, root, {
    selectors,
    createExportMenu: shown => createServerExports(shown, api),
    home,
    helpTitle: 'How to use this page',
    chooseOther: () => location.assign(choiceAddress(path, location.hash)),
    createOther: other ? shown => createOtherPage(shown, createRemoteSelectors(other, api, answers, 'other ')) : null,
  });
  root.querySelector('.facts').append(omitted);
  page.store.subscribe(showOmitted);
  if (profile.hosts > 0 && !other) addWindowLinks(page, root, path);
  if (profile.hosts > 1 && !other) addHostsLink(root, path, profile.hosts);
  root.append(busy.element, notice.element);
  if (profile.untimed < profile.count) showMoments(page, api, root);
}

// A service of a store has hosts, which are shown as rows of a page of their own.
function addHostsLink(root, path, count) {
  root
    .querySelector('.facts')
    .prepend(make('a', { class: 'fact', id: 'hosts', href: hostsAddress(path), title: 'Show the hosts as rows' }, formatCount(count, 'hosts')));
}

// Finding the moments takes longer than the first picture, so they are added to a page that is shown already.
async function showMoments(page, api, root) {
  const { profile, store, start } = page;
  const parameters = { profile: profile.path, version: profile.version, limit: momentCount };
  root.dataset.moments = 'pending';
  const answer = await api.getJson(api.addressOf('moments', parameters)).catch(() => null);
  root.dataset.moments = 'known';
  if (answer === null || answer.moments.length === 0) return;
  profile.moments.push(...momentsFrom(answer.moments.map(moment => ({ ...moment, repeats: moment.repeatCount }))));
  start.list = 'moments';
  if (!new URLSearchParams(location.hash.slice(1)).has('list')) store.set({ list: 'moments' });
  page.heat.invalidate();
  page.rerender();
}

// A bar at the top of the window while answers are under way for longer than a moment.
function createBusyBar() {
  const element = make('div', { class: 'busy-bar', role: 'progressbar', 'aria-label': 'Waiting for the server', hidden: true });
  let timer = 0;
  return {
    element,
    show(isBusy) {
      if (isBusy && timer === 0) timer = setTimeout(() => setShown(element, true), busyDelay);
      if (isBusy) return;
      clearTimeout(timer);
      timer = 0;
      setShown(element, false);
    },
  };
}

// The file has changed since the page was opened: its numbers would not belong together.
function createNotice() {
  const reload = make('button', { type: 'button', class: 'tool', onclick: () => location.reload() }, 'Reload');
  const element = make('div', { class: 'notice', role: 'alert', hidden: true }, 'The file has changed since this page was opened.', reload);
  return { element, show: () => setShown(element, true) };
}
