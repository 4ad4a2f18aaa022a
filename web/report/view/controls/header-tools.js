import { icon } from './icons.js';
import { make } from './dom.js';

// The buttons at the end of the header of a page with a theme and a help.
export function createHeaderTools(page) {
  const theme = make(
    'button',
    {
      type: 'button',
      class: 'quiet',
      id: 'theme',
      title: 'Dark or light theme (D)',
      'aria-label': 'Dark or light theme',
      onclick: () => page.theme.toggle(),
    },
    icon('moon'),
    icon('sun'),
  );
  const help = make(
    'button',
    { type: 'button', class: 'quiet', id: 'help-button', title: 'Help (?)', 'aria-label': 'Help', onclick: () => page.help.show() },
    '?',
  );
  return make('div', { class: 'header-tools' }, theme, help);
}
