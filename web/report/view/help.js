import { icon } from './controls/icons.js';
import { make } from './controls/dom.js';

// The help: how to read the page, and all keyboard shortcuts.

export const helpText =
  'In the heat map, time runs up each column and continues in the next column. By default, a column is one second; each row is a fraction of it. The stronger the color of a cell, the more samples it contains. ' +
  'Select a time range to see a flame graph of its samples below. The wider a frame, the more samples had that function on their stack. The functions that it called are above it.';

// Where two recordings are compared.
export const pairHelpText =
  'The page shows two recordings, A and B, each with a heat map and numbers of its own. Select a range of A, of B, or of both: the flame graph compares the two. ' +
  'The widths are the values of A, the colors are the differences from B. The list Compare also compares A with itself. ';

export function createHelp(title, groupsOfKeys, text) {
  const close = make('button', { type: 'button', class: 'quiet', 'aria-label': 'Close the help', onclick: () => element.close() }, icon('close'));
  const groups = groupsOfKeys.map(([name, keys]) =>
    make(
      'section',
      {},
      make('h3', {}, name),
      make(
        'dl',
        {},
        ...keys.flatMap(([key, what]) => [
          make('dt', {}, ...key.split(' or ').flatMap((part, i) => (i === 0 ? [make('kbd', {}, part)] : [' or ', make('kbd', {}, part)]))),
          make('dd', {}, what),
        ]),
      ),
    ),
  );
  const element = make(
    'dialog',
    { class: 'help', id: 'help', 'aria-labelledby': 'help-title' },
    make('div', { class: 'panel-head' }, make('h2', { id: 'help-title' }, title), close),
    make('p', {}, text),
    make('div', { class: 'help-groups' }, ...groups),
  );
  element.addEventListener('click', event => {
    if (event.target === element) element.close();
  });
  return { element, show: () => element.showModal(), isOpen: () => element.open };
}
