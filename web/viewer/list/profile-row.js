import { make } from '../../report/view/controls/dom.js';
import { formatCount, formatDuration } from '../../report/view/text/format.js';
import { shownName } from '../../report/view/text/names.js';
import { partsOfPath, profileAddress } from './addresses.js';
import { formatBytes, formatModified } from './list-text.js';

// A profile in the list: thumbnail, name, facts, and a box to mark it for a comparison. The facts of a file that was never opened are asked for
// when the row becomes visible, and so is the thumbnail.

const thumbnailWidth = 240;
const thumbnailHeight = 64;
const maximumAttemptsOfThumbnail = 4;

export function createRow(list, item) {
  const { api } = list;
  const { folder, name } = partsOfPath(item.path);
  const isReadable = item.format !== 'unknown' && !item.error;
  const picture = make('img', { alt: '', width: thumbnailWidth, height: thumbnailHeight, decoding: 'async', hidden: true });
  const frame = make('span', { class: 'thumbnail' }, picture);
  const facts = make('span', { class: 'profile-facts' });
  const title = make('span', { class: 'profile-name' }, folder ? make('span', { class: 'muted' }, folder) : null, name);
  const address = list.state.compareWith ? profileAddress(list.state.compareWith, item.path) + location.hash : profileAddress(item.path);
  const link = isReadable
    ? make('a', { class: 'profile-link', href: address }, frame, make('span', { class: 'profile-text' }, title, facts))
    : make('span', { class: 'profile-link unreadable' }, frame, make('span', { class: 'profile-text' }, title, facts));
  const box = make('input', {
    type: 'checkbox',
    'aria-label': `Compare ${name}`,
    onchange: event => list.mark(item.path, event.target.checked),
  });
  const mark = isReadable && !list.state.compareWith ? make('label', { class: 'profile-mark', title: 'Mark to compare (X)' }, box, 'Compare') : null;
  const element = make('li', { class: 'profile' }, link, mark);
  let isVisible = false;

  const row = {
    element,
    item,
    link,
    isReadable,
    renderMark() {
      box.checked = list.marked.includes(item.path);
      element.classList.toggle('marked', box.checked);
    },
    showThumbnail() {
      if (!isVisible || !isReadable || row.item.hasTimes === false) return;
      picture.src = api.addressOf('thumbnail', {
        profile: item.path,
        width: thumbnailWidth,
        height: thumbnailHeight,
        theme: list.theme.isDark() ? 'dark' : 'light',
        v: item.version,
        attempt: attempts > 0 ? attempts : null,
      });
    },
  };

  // A server that is busy with other thumbnails refuses this one, so it is asked for again, later each time.
  let attempts = 0;
  picture.addEventListener('load', () => {
    picture.hidden = false;
    attempts = 0;
  });
  picture.addEventListener('error', () => {
    picture.hidden = true;
    if (++attempts < maximumAttemptsOfThumbnail) setTimeout(row.showThumbnail, 1000 * 3 ** attempts);
  });

  function renderFacts() {
    const { format, bytes, modified, duration, samples, error, hasTimes, hosts } = row.item;
    const isKnown = samples !== null || error;
    const parts = [
      format === 'unknown' ? 'not a profile' : shownName(format ?? ''),
      // A service of a store has hosts, and its size is not known.
      hosts === null || hosts === undefined ? formatBytes(bytes) : formatCount(hosts, 'hosts'),
      samples === null || error ? null : formatCount(samples, 'samples'),
      duration === null || error ? null : hasTimes === false ? 'no times' : formatDuration(duration),
      formatModified(modified),
    ].filter(part => part);
    facts.replaceChildren(...parts.map(part => make('span', {}, part)));
    if (error) facts.append(make('span', { class: 'error' }, shownName(error)));
    else if (!isKnown && isReadable) facts.append(make('span', { class: 'pending' }, '…'));
    frame.classList.toggle('without-times', hasTimes === false);
  }

  async function complete() {
    if (!isReadable || row.item.samples !== null) return row.showThumbnail();
    try {
      row.item = await api.getJson(api.addressOf('summary', { profile: item.path }));
    } catch (error) {
      row.item = { ...row.item, error: error.message };
    }
    renderFacts();
    if (!row.item.error) row.showThumbnail();
  }

  const observer = new IntersectionObserver(
    entries => {
      if (!entries.some(entry => entry.isIntersecting)) return;
      observer.disconnect();
      isVisible = true;
      complete();
    },
    { rootMargin: '200px' },
  );
  observer.observe(element);
  renderFacts();
  row.renderMark();
  return row;
}
