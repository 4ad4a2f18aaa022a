import { icon } from './controls/icons.js';
import { make } from './controls/dom.js';
import { shortcuts } from './keyboard.js';

// The help: what this page is, and every key.

export function createHelp() {
  const close = make('button', { type: 'button', class: 'quiet', 'aria-label': 'Close the help', onclick: () => element.close() }, icon('close'));
  const groups = shortcuts.map(([title, keys]) =>
    make(
      'section',
      {},
      make('h3', {}, title),
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
    make('div', { class: 'panel-head' }, make('h2', { id: 'help-title' }, 'How to read and use this page'), close),
    make(
      'p',
      {},
      'In the heat map time runs up each column and then on to the next: a column is a second unless you choose otherwise, a row a fraction of it. The stronger its colour, the more samples fell into that moment. ' +
        'Pick a moment, and the flame graph below shows what ran then: the wider a frame, the more samples had that function on their stack; what it called stands on top of it.',
    ),
    make('div', { class: 'help-groups' }, ...groups),
  );
  element.addEventListener('click', event => {
    if (event.target === element) element.close();
  });
  return { element, show: () => element.showModal(), isOpen: () => element.open };
}
