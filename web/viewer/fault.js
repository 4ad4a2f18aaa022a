import { make } from '../report/view/controls/dom.js';
import { listAddress } from './list/addresses.js';

// Says why a page cannot be shown, and leads back to the list.
export function showFault(root, error) {
  document.title = 'FlameScope';
  root.replaceChildren(
    make(
      'div',
      { class: 'fault', role: 'alert' },
      make('p', {}, error.message),
      make('p', {}, make('a', { class: 'link', href: listAddress() }, 'All profiles')),
    ),
  );
}
