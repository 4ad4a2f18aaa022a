import { make, setShown, setText } from '../../report/view/controls/dom.js';
import { partsOfPath, profileAddress } from './addresses.js';

// The bar below the list: the marked profiles, and the comparison of two. The banner above the list says that a profile is being chosen.

export function createComparisonBar(list) {
  const text = make('span', {});
  const compare = make('a', { class: 'tool primary', id: 'compare-marked' }, 'Compare');
  const clear = make('button', { type: 'button', class: 'link', onclick: () => list.unmark() }, 'Clear');
  const element = make('div', { class: 'marked-bar', role: 'region', 'aria-label': 'Marked profiles', hidden: true }, text, clear, compare);
  const { compareWith } = list.state;
  const banner = compareWith
    ? make(
        'p',
        { class: 'banner' },
        'Choose the profile to compare with ',
        make('b', {}, partsOfPath(compareWith).name),
        '. ',
        cancelLink(compareWith),
      )
    : '';
  return {
    element,
    banner,
    render() {
      const names = list.marked.map(path => partsOfPath(path).name);
      setShown(element, names.length > 0);
      setText(text, names.length === 2 ? `${names[0]} compared with ${names[1]}` : `${names[0]}: mark one more profile to compare`);
      setShown(compare, names.length === 2);
      if (names.length === 2) compare.href = profileAddress(...list.marked);
      else compare.removeAttribute('href');
    },
  };
}

function cancelLink(path) {
  return make('a', { class: 'link', href: profileAddress(path) }, 'Back to the profile');
}
