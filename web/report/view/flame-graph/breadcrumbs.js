import { icon } from '../controls/icons.js';
import { make, setShown } from '../controls/dom.js';
import { formatShort } from '../text/format.js';
import { fitName, shownName } from '../text/names.js';
import { nodeAtPath, pathTo } from './picture.js';
import { zoomTo } from '../state/state.js';

// The path from the root to the zoomed frame. A click on a part zooms to it.

const maximumCrumbs = 4;
const maximumCrumbLength = 36;

export function createBreadcrumbs(page) {
  const back = make(
    'button',
    { type: 'button', class: 'quiet', title: 'Back (Backspace)', 'aria-label': 'Back', onclick: () => page.zoomBack() },
    icon('back'),
  );
  const list = make('ol', { class: 'crumbs' });
  const element = make('nav', { class: 'breadcrumbs', 'aria-label': 'Zoomed to' }, back, list);
  let shownFor = null;
  let shownNode = -1;
  let shownTimes = 1;
  return {
    element,
    render(state, picture) {
      const node = nodeAtPath(picture, state.zoom);
      const times = page.flame.magnification();
      setShown(back, times > 1 || state.zoomHistory.length > 0 || state.zoom.length > 0);
      if (shownFor === picture && shownNode === node && shownTimes === times) return;
      [shownFor, shownNode, shownTimes] = [picture, node, times];
      const path = pathTo(picture, node);
      const crumbs = [crumb(page, 'All', [], node === 0)];
      const skipped = Math.max(0, path.length - maximumCrumbs);
      if (skipped > 0) crumbs.push(crumb(page, `… ${skipped} more`, path.slice(0, skipped), false));
      for (let i = skipped; i < path.length; i++) {
        crumbs.push(crumb(page, shownName(path[i].name), path.slice(0, i + 1), times === 1 && i === path.length - 1));
      }
      if (times > 1) crumbs.push(make('li', {}, make('span', { class: 'crumb', 'aria-current': 'true' }, `magnified ${formatShort(times)} times`)));
      list.replaceChildren(...crumbs);
    },
  };
}

function crumb(page, text, path, isLast) {
  const button = make(
    'button',
    {
      type: 'button',
      class: 'crumb',
      title: text,
      'aria-current': isLast ? 'true' : null,
      onclick: () => {
        page.flame.resetMagnification();
        page.store.set(zoomTo(page.store.get(), path));
      },
    },
    fitName(text, maximumCrumbLength),
  );
  return make('li', {}, button);
}
