import { shownName } from '../../report/view/text/names.js';

// The addresses of the pages: relative, so that the viewer works below any prefix.

const listKey = 'flamescope-list';

// Stores the search and the order of the list for the way back.
export function rememberList(query) {
  try {
    sessionStorage.setItem(listKey, query);
  } catch {
    /* The way back is then to the list in its first order. */
  }
}

// Returns the address of the list, with the last search and order.
export function listAddress() {
  try {
    const query = sessionStorage.getItem(listKey);
    return query ? `./?${query}` : './';
  } catch {
    return './';
  }
}

// Returns the address of a profile, or of two that are compared.
export function profileAddress(path, baseline = null) {
  const query = new URLSearchParams({ profile: path });
  if (baseline !== null) query.set('baseline', baseline);
  return `./?${query}`;
}

// Returns the address of the list in which the profile to compare with is chosen. The selection of the first profile is kept.
export function choiceAddress(path, hash) {
  const view = new URLSearchParams(hash.replace(/^#/, ''));
  for (const key of ['compare', 'b', 'o', 'z']) view.delete(key);
  return `./?${new URLSearchParams({ with: path })}${view.size > 0 ? `#${view}` : ''}`;
}

// The name of a file and the folder that it is in.
export function partsOfPath(path) {
  const at = path.lastIndexOf('/');
  return { folder: shownName(path.slice(0, at + 1)), name: shownName(path.slice(at + 1)) };
}
