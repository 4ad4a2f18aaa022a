// Keyboard shortcuts of the list, which are active except in text fields.

export const listShortcuts = [
  [
    'List',
    [
      ['↑ ↓', 'move between profiles'],
      ['Home End', 'first or last profile'],
      ['Enter', 'open the profile'],
      ['X', 'mark the profile to compare'],
      ['C', 'compare the two marked profiles'],
    ],
  ],
  [
    'General',
    [
      ['/ or Ctrl-F', 'search'],
      ['Esc', 'clear the search or the marks'],
      ['U', 'upload a file, where the server allows it'],
      ['D', 'dark or light theme'],
      ['?', 'show this help'],
    ],
  ],
];

export function listenToListKeys(list, toolbar) {
  const rows = () => list.rows().filter(row => row.isReadable);
  const current = () => rows().findIndex(row => row.element.contains(document.activeElement));
  const focus = index => rows()[Math.max(0, Math.min(rows().length - 1, index))]?.link.focus();
  const keys = {
    '/': () => toolbar.focusSearch(),
    '?': () => list.help.show(),
    d: () => list.theme.toggle(),
    u: () => document.getElementById('upload').click(),
    c: () => document.getElementById('compare-marked').click(),
    x() {
      const row = rows()[current()];
      if (row && !list.state.compareWith) list.mark(row.item.path, !list.marked.includes(row.item.path));
    },
    ArrowDown: () => focus(current() + 1),
    ArrowUp: () => focus(current() - 1),
    Home: () => focus(0),
    End: () => focus(rows().length - 1),
    Escape() {
      if (list.marked.length > 0) list.unmark();
      else if (list.state.search) list.set({ search: '' });
    },
  };
  document.addEventListener('keydown', event => {
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'f') {
      event.preventDefault();
      toolbar.focusSearch();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || list.help.isOpen()) return;
    const isText = event.target.matches?.('input:not([type=checkbox]), select');
    // From the search box, the arrow key goes to the first result.
    if (isText && !(event.key === 'ArrowDown' && event.target.matches('input'))) return;
    const action = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
}
