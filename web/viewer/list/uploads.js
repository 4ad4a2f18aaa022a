import { icon } from '../../report/view/controls/icons.js';
import { make, setShown, setText } from '../../report/view/controls/dom.js';
import { shownName } from '../../report/view/text/names.js';
import { upload } from '../data/api.js';
import { formatBytes } from './list-text.js';

// Uploads by drag and drop or by a button, where the server allows them. Files are sent one after the other, each with its progress.

export function createUploads(list) {
  const { api } = list;
  let isAllowed = false;
  let limit = Infinity;
  const input = make('input', { type: 'file', multiple: true, hidden: true, 'aria-label': 'Files to upload', id: 'upload-files' });
  const button = make(
    'button',
    { type: 'button', class: 'tool', id: 'upload', hidden: true, onclick: () => input.click() },
    icon('upload'),
    'Upload',
  );
  const element = make('ul', { class: 'uploads', 'aria-label': 'Uploads', hidden: true });
  const dropTarget = make('div', { class: 'drop-target', hidden: true }, make('div', {}, 'Drop profiles to upload them'));
  input.addEventListener('change', () => {
    sendAll([...input.files]);
    input.value = '';
  });

  async function sendAll(files) {
    for (const file of files) await sendOne(file);
    list.reload();
  }

  async function sendOne(file) {
    const bar = make('progress', { max: 1, value: 0, 'aria-label': `Upload of ${shownName(file.name)}` });
    const status = make('span', { class: 'muted' }, 'waiting');
    const close = make('button', { type: 'button', class: 'quiet', 'aria-label': 'Remove from the list of uploads', hidden: true }, icon('close'));
    const line = make('li', {}, make('span', { class: 'name' }, shownName(file.name)), bar, status, close);
    close.addEventListener('click', () => remove(line));
    element.append(line);
    setShown(element, true);
    try {
      if (file.size > limit) throw new Error(`The file has ${formatBytes(file.size)}; the server takes up to ${formatBytes(limit)}.`);
      await upload(api.addressOf('profile', { profile: file.name }), file, part => {
        bar.value = part;
        setText(status, part < 1 ? `${Math.round(100 * part)}%` : 'reading');
      });
      remove(line);
      list.toast(`Uploaded ${shownName(file.name)}`);
    } catch (error) {
      bar.remove();
      status.className = 'error';
      setText(status, shownName(error.message));
      setShown(close, true);
    }
  }

  function remove(line) {
    line.remove();
    setShown(element, element.children.length > 0);
  }

  const hasFiles = event => isAllowed && [...(event.dataTransfer?.types ?? [])].includes('Files');
  let depth = 0;
  document.addEventListener('dragenter', event => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    depth++;
    setShown(dropTarget, true);
  });
  document.addEventListener('dragover', event => {
    if (hasFiles(event)) event.preventDefault();
  });
  document.addEventListener('dragleave', event => {
    if (!hasFiles(event)) return;
    depth = Math.max(0, depth - 1);
    setShown(dropTarget, depth > 0);
  });
  document.addEventListener('drop', event => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    depth = 0;
    setShown(dropTarget, false);
    sendAll([...event.dataTransfer.files]);
  });

  return {
    button: make('span', { class: 'upload' }, button, input),
    element,
    dropTarget,
    allow(isPossible, maximumBytes) {
      isAllowed = isPossible;
      limit = maximumBytes ?? Infinity;
      setShown(button, isPossible);
    },
  };
}
