import { make } from './dom.js';
import { shownName } from '../text/names.js';

// The tooltip next to the pointer. It ignores pointer events and stays inside the window.

const maximumTitleLength = 400;

export function createTooltip() {
  const title = make('div', { class: 'tip-title' });
  const lines = make('div', { class: 'tip-lines' });
  const element = make('div', { class: 'tip', id: 'tip', role: 'presentation', hidden: true }, title, lines);
  let shown = '';
  return {
    element,
    show(event, name, texts) {
      const key = `${name}\n${texts.join('\n')}`;
      if (key !== shown) {
        shown = key;
        const clean = shownName(name);
        title.textContent = clean.length > maximumTitleLength ? `${clean.slice(0, maximumTitleLength)}…` : clean;
        lines.replaceChildren(...texts.filter(text => text).map(text => make('div', {}, text)));
      }
      element.hidden = false;
      const { offsetWidth: width, offsetHeight: height } = element;
      const right = event.clientX + 16;
      const below = event.clientY + 18;
      element.style.left = `${Math.max(4, right + width > innerWidth - 4 ? event.clientX - width - 12 : right)}px`;
      element.style.top = `${Math.max(4, below + height > innerHeight - 4 ? event.clientY - height - 12 : below)}px`;
    },
    hide() {
      element.hidden = true;
      shown = '';
    },
  };
}

// Announces text to screen readers. The delay skips texts that are replaced at once, for example while an arrow key is held.
export function createAnnouncer() {
  const element = make('div', { class: 'visually-hidden', role: 'status', 'aria-live': 'polite' });
  let timer = 0;
  return {
    element,
    announce(text) {
      clearTimeout(timer);
      timer = setTimeout(() => {
        element.textContent = text;
      }, 250);
    },
  };
}
