import { make } from '../controls/dom.js';

// Copies text. Browsers may refuse clipboard access to a page opened from disk; execCommand still works there.
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const box = make('textarea', { class: 'visually-hidden' });
    box.value = text;
    document.body.append(box);
    box.select();
    document.execCommand('copy');
    box.remove();
  }
}
