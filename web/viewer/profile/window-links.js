import { make, setShown } from '../../report/view/controls/dom.js';
import { profileAddress } from '../list/addresses.js';

// A service or host of a store can be opened in a window of time, which has the finest columns of its own: a link to the window of the selection, and one
// back to all the time. In the names of profiles, the window follows an @.

export function addWindowLinks(page, root, path) {
  const base = path.split('@')[0];
  const zoom = make('button', { type: 'button', class: 'link', id: 'zoom-window', title: 'Show only the selected time', onclick: open }, 'Zoom in');
  root.querySelector('#whole').before(zoom);
  const render = ({ range }) => setShown(zoom, range !== null);
  page.store.subscribe(render);
  render(page.store.get());
  if (base !== path) {
    root
      .querySelector('.facts')
      .prepend(make('a', { class: 'fact', id: 'all-time', href: profileAddress(base), title: 'Show all the time' }, 'All the time'));
  }

  function open() {
    const { range } = page.store.get();
    const { wallOrigin } = page.profile;
    location.assign(profileAddress(`${base}@${windowEndOf(wallOrigin, range.from, Math.floor)}..${windowEndOf(wallOrigin, range.to, Math.ceil)}`));
  }
}

// Returns the time of day in UTC with the seven decimals that names of windows have. start: milliseconds; time: nanoseconds after it.
export function windowEndOf(start, time, round) {
  const ticks = round(time / 100);
  const seconds = Math.floor(ticks / 1e7);
  const decimals = String(ticks - seconds * 1e7)
    .padStart(7, '0')
    .replace(/0+$/, '');
  return `${new Date(start + seconds * 1000).toISOString().slice(0, 19)}${decimals === '' ? '' : `.${decimals}`}Z`;
}
