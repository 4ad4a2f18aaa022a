import { icon } from './icons.js';
import { make, setText } from './dom.js';

// A button with a drop-down card. Escape, a click elsewhere, or the button closes it.

const openMenus = new Set();

export function createMenu(text, iconName, id, children, role = 'group') {
  const label = make('span', {}, text);
  const card = make('div', { class: 'card', id: `${id}-card`, role, 'aria-label': text, hidden: true }, ...children);
  const button = make(
    'button',
    {
      type: 'button',
      class: 'tool',
      id,
      'aria-haspopup': role === 'menu' ? 'menu' : 'true',
      'aria-expanded': 'false',
      'aria-controls': `${id}-card`,
    },
    icon(iconName),
    label,
  );
  const element = make('div', { class: 'menu' }, button, card);
  const menu = {
    element,
    button,
    card,
    setText: value => setText(label, value),
    isOpen: () => !card.hidden,
    open() {
      closeMenus();
      card.hidden = false;
      button.setAttribute('aria-expanded', 'true');
      openMenus.add(menu);
      card.classList.toggle('flushed-right', button.getBoundingClientRect().left + card.offsetWidth > innerWidth - 8);
      card.querySelector(':is(input, select, button):enabled, a')?.focus();
    },
    close(returnsFocus = true) {
      if (card.hidden) return;
      const hadFocus = card.contains(document.activeElement);
      card.hidden = true;
      button.setAttribute('aria-expanded', 'false');
      openMenus.delete(menu);
      if (returnsFocus && hadFocus) button.focus();
    },
  };
  button.addEventListener('click', () => (menu.isOpen() ? menu.close() : menu.open()));
  // An open card covers the page, so it closes when the focus leaves it.
  element.addEventListener('focusout', event => {
    if (event.relatedTarget !== null && !element.contains(event.relatedTarget)) menu.close(false);
  });
  if (role === 'menu') card.addEventListener('keydown', event => moveFocus(event, card));
  return menu;
}

function moveFocus(event, card) {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  event.preventDefault();
  const items = [...card.querySelectorAll('button, a')];
  const now = items.indexOf(document.activeElement);
  items[(now + (event.key === 'ArrowDown' ? 1 : items.length - 1)) % items.length].focus();
}

// Closes all open menus. Returns whether one was open.
export function closeMenus() {
  const wasOpen = openMenus.size > 0;
  for (const menu of [...openMenus]) menu.close();
  return wasOpen;
}

document.addEventListener('pointerdown', event => {
  for (const menu of [...openMenus]) if (!menu.element.contains(event.target)) menu.close(false);
});

// Returns an entry of a menu of the role 'menu'. getMenu returns the menu, which is created after its entries and closed before the action.
export function menuEntry(getMenu, id, text, note, action) {
  const onclick = () => {
    getMenu().close();
    action();
  };
  return make('button', { type: 'button', class: 'item', role: 'menuitem', id, onclick }, ...menuEntryText(text, note));
}

// Returns an entry of a menu that is a link to a file.
export function menuLink(getMenu, id, text, note) {
  return make('a', { class: 'item', role: 'menuitem', id, download: '', onclick: () => getMenu().close() }, ...menuEntryText(text, note));
}

function menuEntryText(text, note) {
  return [make('span', {}, text), make('small', {}, note)];
}
