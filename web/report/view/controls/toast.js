import { make } from './dom.js';

// A short message that confirms an action and disappears.

const toastDuration = 2500;

export function createToast() {
  const element = make('div', { class: 'toast', role: 'status', hidden: true });
  let timer = 0;
  return {
    element,
    show(text) {
      clearTimeout(timer);
      element.textContent = text;
      element.hidden = false;
      timer = setTimeout(() => {
        element.hidden = true;
      }, toastDuration);
    },
  };
}
