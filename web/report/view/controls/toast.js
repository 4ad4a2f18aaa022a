import { make } from './dom.js';

// A line that stands for a moment: that something has been done.

const toastTime = 2500;

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
      }, toastTime);
    },
  };
}
