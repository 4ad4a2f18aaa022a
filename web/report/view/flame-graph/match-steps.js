import { shownName } from '../text/names.js';
import { formatWhole } from '../text/format.js';

// Steps through the frames that match the search, from root to leaf and from left to right, within the zoomed frame.

// The width in pixels that a match is magnified to if it is too narrow to see.
const readableWidth = 80;

export function addMatchSteps(page) {
  page.matchCount = (state, picture) => matchesWithin(page, state, picture, page.flame).length;
  page.stepMatch = by => {
    const flame = page.chart?.isShown() ? page.chart.view : page.flame;
    const picture = flame.picture();
    const list = matchesWithin(page, page.store.get(), picture, flame);
    if (list.length === 0) return;
    const now = list.indexOf(flame.current);
    const next = now >= 0 ? (now + by + list.length) % list.length : by > 0 ? 0 : list.length - 1;
    const node = list[next];
    flame.current = node;
    flame.hover = null;
    flame.reveal(node, readableWidth);
    flame.paintOverlay();
    page.announcer.announce(`Match ${next + 1} of ${list.length}: ${shownName(picture.nameOf(node))}`);
    page.showDetails(picture.nameOf(node), [`match ${formatWhole(next + 1)} of ${formatWhole(list.length)}`, ...flame.describe(node)]);
  };
}

// The matching frames with a value. Of nested matches of one name, only the outermost counts: a recursive function is one match.
function matchesWithin(page, state, picture, flame) {
  const isMatch = page.selectors.matchOfNodes(state, picture);
  if (isMatch === null || picture.total === 0) return [];
  const zoomed = flame.zoomNode();
  const list = [];
  for (let node = zoomed; node < picture.ends[zoomed]; node++) {
    if (picture.widths[node] === 0 || !isMatch(node)) continue;
    const parent = picture.parents[node];
    if (parent < zoomed || !isMatch(parent) || picture.nameOf(parent) !== picture.nameOf(node)) list.push(node);
  }
  return list;
}
