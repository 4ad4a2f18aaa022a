import { copyText } from '../toolbar/clipboard.js';
import { formatDuration } from '../text/format.js';
import { fitName, shownName } from '../text/names.js';
import { pathTo } from './picture.js';
import { zoomTo } from '../state/state.js';

// The context menus of a frame and of a function in the table. Nothing in them changes the search.

const maximumTitle = 60;

// Shows the stacks otherwise; the zoom is reset, since its path may not exist any more.
export function addTransform(page, transform) {
  page.store.set({ transforms: [...page.store.get().transforms, transform], zoom: [], zoomHistory: [] });
}

export function transformText(page, { type, label, module }) {
  const { selectors } = page;
  const name = fitName(shownName(type === 'module' ? selectors.moduleName(module) : selectors.functionName({ label })), 32);
  return { focus: `Focus: ${name}`, callers: `Callers of: ${name}`, hide: `Hidden: ${name}`, module: `Collapsed: ${name}` }[type];
}

async function copied(page, text, what) {
  await copyText(text);
  page.toast(`Copied ${what}`);
}

function functionItems(page, fn, name) {
  const { selectors } = page;
  const items = [];
  if (selectors.callersPicture) items.push(['Callers and callees', 'sandwich view', () => page.showSandwich(fn)]);
  items.push(['Open in the table', '', () => page.focusOn(fn)]);
  if (selectors.functionName) {
    items.push(
      null,
      ['Focus on the function', 'only stacks through it', () => addTransform(page, { type: 'focus', ...fn })],
      ['Show its callers only', 'stacks end at it', () => addTransform(page, { type: 'callers', ...fn })],
      ['Hide the function', 'its callees move up', () => addTransform(page, { type: 'hide', ...fn })],
    );
  }
  return { items, copy: ['Copy the name', '', () => copied(page, name, 'the name')] };
}

export function openFrameMenu(page, view, node, x, y) {
  const picture = view.picture();
  const state = page.store.get();
  const name = picture.nameOf(node);
  const isFrame = node > 0 && picture.shape.frames[node] >= 0;
  const path = pathTo(picture, node);
  const { items, copy } = isFrame
    ? functionItems(page, { label: picture.shape.names[node], kind: picture.kinds[node] }, name)
    : { items: [], copy: ['Copy the name', '', () => copied(page, name, 'the name')] };
  const module = page.selectors.moduleOf?.(picture, node) ?? -1;
  if (isFrame && module > 0)
    items.push([
      'Collapse its module',
      fitName(shownName(page.selectors.moduleName(module)), 24),
      () => addTransform(page, { type: 'module', module }),
    ]);
  const stack = path.map(frame => frame.name).reverse();
  page.contextMenu.open(x, y, fitName(shownName(name), maximumTitle), [
    [
      'Zoom to the frame',
      'Enter',
      () => {
        if (page.zoomToFrame) {
          page.zoomToFrame(node);
          return;
        }
        view.resetMagnification();
        page.store.set(zoomTo(state, path));
      },
    ],
    ...(picture.isChart ? [['Select its time', formatDuration(picture.widths[node]), () => page.store.set({ range: timeOf(picture, node) })]] : []),
    ...items,
    null,
    copy,
    ...(path.length > 1 ? [['Copy the stack', `${path.length} lines`, () => copied(page, `${stack.join('\n')}\n`, 'the stack')]] : []),
  ]);
}

// Whole microseconds, which are not longer than the address can hold.
const timeOf = ({ starts, widths }, node) => ({
  from: Math.max(0, Math.floor(starts[node] / 1000) * 1000),
  to: Math.ceil((starts[node] + widths[node]) / 1000) * 1000,
});

export function openFunctionMenu(page, row, values, x, y) {
  const { items, copy } = functionItems(page, { label: row.label, kind: row.kind }, row.name);
  page.contextMenu.open(x, y, fitName(shownName(row.name), maximumTitle), [
    ...items.filter((item, i) => item !== null || i > 0),
    null,
    copy,
    ['Copy the row', 'separated by tabs', () => copied(page, `${values.join('\t')}\n`, 'the row')],
  ]);
}
