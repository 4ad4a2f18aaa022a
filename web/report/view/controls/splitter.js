import { make } from './dom.js';

// The splitter between heat map and flame graph. It can be dragged or moved with the arrow keys; a double-click resets it.

const minimumHeightShare = 0.15;
const maximumHeightShare = 0.75;
const heightStep = 0.03;

export function createSplitter(upper) {
  const element = make('div', {
    class: 'splitter',
    role: 'separator',
    tabindex: '0',
    'aria-orientation': 'horizontal',
    'aria-label': 'Height of the heat map',
    'aria-valuemin': '15',
    'aria-valuemax': '75',
  });
  const move = share => {
    const next = Math.max(minimumHeightShare, Math.min(maximumHeightShare, share));
    upper.style.height = `${next * innerHeight}px`;
  };
  const share = () => upper.offsetHeight / innerHeight;
  new ResizeObserver(() => element.setAttribute('aria-valuenow', String(Math.round(share() * 100)))).observe(upper);
  element.addEventListener('pointerdown', event => {
    element.setPointerCapture(event.pointerId);
    const offset = event.clientY - upper.offsetHeight;
    const follow = moved => move((moved.clientY - offset) / innerHeight);
    element.addEventListener('pointermove', follow);
    element.addEventListener('pointerup', () => element.removeEventListener('pointermove', follow), { once: true });
  });
  element.addEventListener('keydown', event => {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    move(share() + (event.key === 'ArrowUp' ? -heightStep : heightStep));
  });
  element.addEventListener('dblclick', () => {
    upper.style.height = '';
  });
  return element;
}
