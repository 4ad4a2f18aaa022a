import { make } from './dom.js';

// A menu at a position of the window, for the right mouse button, a long press, or the context menu key. Arrow keys move, Enter chooses, Escape and
// a click elsewhere close it.

export function createContextMenu() {
  const element = make('div', { class: 'card context-menu', id: 'context-menu', role: 'menu', hidden: true });
  let before = null;

  // items: [text, note, action], or null for a line.
  function open(x, y, title, items) {
    if (element.hidden) before = document.activeElement;
    const buttons = items.map(item =>
      item === null
        ? make('hr', {})
        : make(
            'button',
            { type: 'button', class: 'item', role: 'menuitem', onclick: () => choose(item[2]) },
            make('span', {}, item[0]),
            make('small', {}, item[1]),
          ),
    );
    element.setAttribute('aria-label', title);
    element.replaceChildren(make('div', { class: 'context-title', title }, title), ...buttons);
    element.hidden = false;
    element.style.left = `${Math.max(4, Math.min(x, innerWidth - element.offsetWidth - 4))}px`;
    element.style.top = `${Math.max(4, Math.min(y, innerHeight - element.offsetHeight - 4))}px`;
    element.querySelector('button')?.focus();
  }

  function close() {
    if (element.hidden) return false;
    element.hidden = true;
    before?.focus?.();
    return true;
  }

  function choose(action) {
    close();
    action();
  }

  element.addEventListener('keydown', event => {
    const items = [...element.querySelectorAll('button')];
    const now = items.indexOf(document.activeElement);
    const next = { ArrowDown: now + 1, ArrowUp: now - 1 + items.length, Home: 0, End: items.length - 1 }[event.key];
    if (next !== undefined) items[next % items.length].focus();
    else if (event.key === 'Escape' || event.key === 'Tab') close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  element.addEventListener('contextmenu', event => event.preventDefault());
  document.addEventListener('pointerdown', event => {
    if (!element.contains(event.target)) element.hidden = true;
  });
  return { element, open, close };
}
