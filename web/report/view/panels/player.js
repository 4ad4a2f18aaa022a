import { make, setPressed, setShown } from '../controls/dom.js';
import { icon } from '../controls/icons.js';

// Moves the selection by its own length: one step, or one after another until the end of the recording.

const playInterval = 700;

export function createPlayer(page) {
  let timer = 0;
  const button = (id, title, name, action) =>
    make('button', { type: 'button', class: 'quiet', id, title, 'aria-label': title, onclick: action }, icon(name));
  const play = button('play', 'Play: move the selection on until the end (P)', 'play', () => page.togglePlay());
  const element = make(
    'span',
    { class: 'player' },
    button('step-back', 'Back by the length of the selection (,)', 'back', () => page.stepSelection(-1)),
    play,
    button('step-on', 'On by the length of the selection (.)', 'on', () => page.stepSelection(1)),
  );
  const stop = () => {
    clearInterval(timer);
    timer = 0;
  };
  page.togglePlay = () => {
    if (timer) stop();
    else if (page.stepSelection(1)) timer = setInterval(() => page.stepSelection(1) || page.togglePlay(), playInterval);
    page.rerender();
  };
  return {
    element,
    render(state) {
      if (state.range === null && timer) stop();
      setShown(element, state.range !== null);
      setPressed(play, timer !== 0);
    },
  };
}
