import { make, setShown, setText } from '../controls/dom.js';
import { frameLegend } from './flame-colors.js';
import { cssColor } from '../heat-map/heat-colors.js';
import { shownName } from '../text/names.js';

// The footer of the flame graph: the frame under the pointer, and the color legend.

const maximumFooterNameLength = 300;

export function createFlameFooter(page) {
  const name = make('span', { class: 'details-name' });
  const value = make('span', { class: 'muted' });
  const details = make('div', { class: 'details', id: 'details' }, name, value);
  const legend = make('div', { class: 'kinds' });
  let shown = null;
  return {
    element: make('div', { class: 'flame-footer' }, details, legend),
    show(text, lines = []) {
      setText(name, text === null ? '' : shownName(text).slice(0, maximumFooterNameLength));
      setText(value, lines.filter(line => line).join(' · '));
    },
    render(state, picture) {
      const entries = picture.diff ? [] : frameLegend(state.palette, page.profile);
      const key = entries.map(([label]) => label).join() + state.palette;
      setShown(legend, entries.length > 0);
      if (key === shown) return;
      shown = key;
      legend.replaceChildren(
        ...entries.map(([label, color]) => {
          const mark = make('i', {});
          mark.style.background = cssColor(color);
          return make('span', {}, mark, label);
        }),
      );
    },
  };
}
