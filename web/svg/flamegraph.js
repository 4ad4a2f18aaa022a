// Makes the flame graph that contains this script interactive: hover, zoom, search, keyboard. Has no dependencies and evaluates no text as code.
// Each frame is <g data-f="start width depth"><title>name LF value</title><rect/><text/></g>, parents before children.
(() => {
  'use strict';
  const SVG = 'http://www.w3.org/2000/svg';
  const HTML = 'http://www.w3.org/1999/xhtml';
  const script = document.currentScript || [...document.getElementsByTagNameNS(SVG, 'script')].pop();
  const svg = script.closest('svg');
  const $ = selector => svg.querySelector(selector);
  const make = (parent, name, attributes, ns = SVG) => {
    const element = document.createElementNS(ns, name);
    for (const key in attributes) element.setAttribute(key, attributes[key]);
    return parent.appendChild(element);
  };

  // The frames as columns. end[i] is the first frame after i that is not a descendant of it: the subtree of frame i is [i, end[i]).
  const frames = $('.frames');
  const groups = [...frames.children];
  const count = groups.length;
  const start = new Float64Array(count);
  const width = new Float64Array(count);
  const depth = new Int32Array(count);
  const parent = new Int32Array(count);
  const end = new Int32Array(count);
  const index = new Map();
  for (let i = 0, path = []; i < count; i++) {
    const [s, w, d] = groups[i].dataset.f.split(' ');
    start[i] = +s;
    width[i] = +w;
    depth[i] = +d;
    parent[i] = depth[i] ? path[depth[i] - 1] : -1;
    path[depth[i]] = i;
    index.set(groups[i], i);
  }
  for (let i = count - 1; i >= 0; i--) {
    if (!end[i]) end[i] = i + 1;
    if (parent[i] >= 0 && end[parent[i]] < end[i]) end[parent[i]] = end[i];
  }
  const titleOf = i => groups[i].firstChild.textContent;
  const nameOf = i => {
    const title = titleOf(i);
    return title.slice(0, title.lastIndexOf('\n'));
  };
  const valueTextOf = i => {
    const title = titleOf(i);
    return title.slice(title.lastIndexOf('\n') + 1);
  };
  const isDocument = svg === document.documentElement;
  const percent = share => `${(share * 100).toFixed(2)}%`;

  // ---- The picture is as wide as the window.
  const padding = +svg.dataset.padding;
  const height = +svg.getAttribute('height');
  svg.removeAttribute('viewBox');
  svg.setAttribute('width', '100%');
  svg.classList.add('live');
  const full = () => Math.max(300, svg.getBoundingClientRect().width);

  const cell = (() => {
    const probe = make(frames, 'text', { visibility: 'hidden' });
    probe.textContent = 'm'.repeat(50);
    const length = probe.getComputedTextLength() / 50;
    probe.remove();
    return length || 7.2;
  })();

  // ---- Labels. Wide characters take two cells of the font. The library that wrote the file uses the same list.
  const isWide = c =>
    c >= 0x1100 &&
    (c <= 0x115f ||
      (c >= 0x2e80 && c <= 0xa4cf) ||
      (c >= 0xac00 && c <= 0xd7a3) ||
      (c >= 0xf900 && c <= 0xfaff) ||
      (c >= 0xfe30 && c <= 0xfe6f) ||
      (c >= 0xff00 && c <= 0xff60) ||
      (c >= 0xffe0 && c <= 0xffe6) ||
      (c >= 0x1f300 && c <= 0x1faff) ||
      (c >= 0x20000 && c <= 0x3fffd));
  function fit(name, pixels) {
    const cells = Math.floor(pixels / cell);
    if (cells < 3) return '';
    let used = 0;
    let cut = 0;
    let position = 0;
    for (const character of name) {
      used += isWide(character.codePointAt(0)) ? 2 : 1;
      if (used > cells) return `${name.slice(0, cut)}…`;
      position += character.length;
      if (used < cells) cut = position;
    }
    return name;
  }

  // ---- Zoom. The zoomed frame and its ancestors fill the width, its descendants keep their proportions, all others are hidden.
  let zoomed = 0;
  let inner = 0;
  function place(i, x, w, faded) {
    const group = groups[i];
    const rect = group.children[1];
    let text = group.children[2];
    group.style.display = '';
    group.classList.toggle('faded', faded);
    rect.setAttribute('x', (padding + x).toFixed(2));
    rect.setAttribute('width', Math.max(0, w >= 4 ? w - 1 : w).toFixed(2));
    const label = w < 3 * cell ? '' : fit(nameOf(i), w - 6);
    if (!text) {
      if (!label) return;
      text = make(group, 'text', { y: +rect.getAttribute('y') + Math.floor((+rect.getAttribute('height') + 1) / 2) + 4 });
    }
    text.setAttribute('x', (padding + x + 3).toFixed(2));
    text.textContent = label;
  }
  function layOut() {
    inner = full() - 2 * padding;
    const scale = inner / (width[zoomed] || 1);
    for (let i = 0; i < count; i++) {
      if (i >= zoomed && i < end[zoomed]) place(i, (start[i] - start[zoomed]) * scale, i === zoomed ? inner : width[i] * scale, false);
      else if (i < zoomed && zoomed < end[i]) place(i, 0, inner, true);
      else groups[i].style.display = 'none';
    }
    for (const element of svg.querySelectorAll('[data-right]'))
      element.setAttribute('transform', `translate(${full() - element.dataset.right} ${element.dataset.y})`);
    reset.classList.toggle('off', zoomed === 0);
    drawAxis();
    pin();
  }

  // ---- The axis of time of a flame chart: seconds after the start of the profile, for the zoomed frame. Values are nanoseconds.
  const axis = $('.axis');
  const axisHeight = axis ? 24 : 0;
  function drawAxis() {
    if (!axis) return;
    axis.replaceChildren();
    const from = +svg.dataset.axis + start[zoomed];
    const length = width[zoomed];
    if (!(length > 0)) return;
    make(axis, 'path', { d: `M${padding} .5h${inner}` });
    const power = 10 ** Math.max(0, Math.floor(Math.log10((length * 90) / inner)));
    const step = [1, 2, 5, 10].find(times => times * power >= (length * 90) / inner) * power;
    const decimals = Math.max(0, 9 - Math.floor(Math.log10(step) + 1e-9));
    for (let tick = Math.ceil(from / step) * step; tick <= from + length; tick += step) {
      const x = padding + ((tick - from) / length) * inner;
      make(axis, 'path', { d: `M${x.toFixed(2)} 0v5` });
      const text = make(axis, 'text', { x: x.toFixed(2), y: 17 });
      if (x < padding + 30) text.setAttribute('class', 'first');
      else if (x > padding + inner - 30) text.setAttribute('class', 'last');
      text.textContent = `${(tick / 1e9).toFixed(decimals)} s`;
    }
  }
  function zoom(i) {
    zoomed = i;
    select(i);
    layOut();
    showMatched();
    saveState();
  }

  // ---- Details of the hovered or focused frame.
  const details = $('.details');
  let current = 0;
  function show(i) {
    if (i < 0) {
      details.textContent = '';
      return;
    }
    let value = valueTextOf(i);
    if (zoomed && i > zoomed) value += ` (${percent(width[i] / width[zoomed])} of the zoomed frame)`;
    details.textContent = `${fit(nameOf(i), full() - 2 * padding - (value.length + 26) * cell)}  ${value}`;
  }
  function select(i) {
    groups[current].classList.remove('current');
    groups[(current = i)].classList.add('current');
    show(i);
  }
  const frameAt = event => {
    const group = event.target.closest('g');
    return index.has(group) ? index.get(group) : -1;
  };
  frames.addEventListener('mouseover', event => show(frameAt(event)));
  frames.addEventListener('mouseleave', () => show(-1));
  frames.addEventListener('click', event => {
    const i = frameAt(event);
    if (i >= 0) zoom(i);
  });
  frames.addEventListener('focus', () => select(current));

  // ---- Buttons.
  function button(label, x, right, action) {
    const group = make($('.top'), 'g', { class: 'button', role: 'button', tabindex: 0, transform: `translate(${x} 8)` });
    if (right) {
      group.dataset.right = right;
      group.dataset.y = 8;
    }
    const w = Math.round(label.length * 6.6 + 18);
    make(group, 'rect', { width: w, height: 22, rx: 4 });
    make(group, 'text', { x: w / 2, y: 15, 'text-anchor': 'middle' }).textContent = label;
    group.addEventListener('click', action);
    group.addEventListener('keydown', event => {
      if (event.key === 'Enter' || event.key === ' ') {
        event.preventDefault();
        action();
      }
    });
    return group;
  }
  const reset = button('Reset zoom', padding, 0, () => zoom(0));
  const find = button('Search', 0, 68, openSearch);
  const legend = $('.legend');
  if (legend) {
    legend.dataset.right = padding;
    legend.dataset.y = axisHeight + 36;
  }
  const status = make($('.bottom'), 'text', { class: 'matched', 'aria-live': 'polite' });
  status.dataset.right = padding;
  status.dataset.y = axisHeight + 17;

  // ---- Search. The value of a matching frame is counted when no ancestor matches, so that each sample is counted once.
  const holder = make($('.top'), 'foreignObject', { class: 'off', width: 340, height: 30 });
  holder.dataset.right = 350;
  holder.dataset.y = 6;
  const box = make(holder, 'div', { class: 'box' }, HTML);
  const input = make(
    box,
    'input',
    { type: 'text', placeholder: 'Regular expression', 'aria-label': 'Search by regular expression', spellcheck: 'false' },
    HTML,
  );
  const ignoreCase = make(box, 'button', { type: 'button', title: 'Ignore case', 'aria-pressed': 'false' }, HTML);
  ignoreCase.textContent = 'aA';
  const previous = make(box, 'button', { type: 'button', title: 'Previous match (Shift+Enter)', 'aria-label': 'Previous match' }, HTML);
  previous.textContent = '‹';
  const next = make(box, 'button', { type: 'button', title: 'Next match (Enter)', 'aria-label': 'Next match' }, HTML);
  next.textContent = '›';
  const clear = make(box, 'button', { type: 'button', title: 'Clear (Esc)' }, HTML);
  clear.textContent = 'Clear';
  const matches = new Uint8Array(count);
  let pattern = null;
  let timer = 0;

  function openSearch() {
    holder.classList.remove('off');
    find.classList.add('off');
    input.focus();
    input.select();
  }
  function closeSearch() {
    input.value = '';
    search();
    holder.classList.add('off');
    find.classList.remove('off');
  }
  function search() {
    clearTimeout(timer);
    input.removeAttribute('aria-invalid');
    pattern = null;
    let message = '';
    if (input.value) {
      try {
        pattern = new RegExp(input.value, ignoreCase.getAttribute('aria-pressed') === 'true' ? 'i' : '');
      } catch (error) {
        message = error.message;
        input.setAttribute('aria-invalid', 'true');
      }
    }
    const known = new Map();
    for (let i = 0; i < count; i++) {
      let is = false;
      if (pattern && i > 0) {
        const name = nameOf(i);
        is = known.get(name);
        if (is === undefined) known.set(name, (is = pattern.test(name)));
      }
      if (is !== !!matches[i]) groups[i].classList.toggle('match', is);
      matches[i] = is ? 1 : 0;
    }
    mark(-1);
    showMatched(message);
    saveState();
  }

  // The next or previous match that is shown, in the order of the frames, from the frame that is marked or else the first one.
  let marked = -1;
  function mark(i) {
    if (marked >= 0) groups[marked].classList.remove('marked');
    marked = i;
    if (i >= 0) groups[i].classList.add('marked');
  }
  function step(direction) {
    search();
    if (!pattern) return;
    const shown = [];
    for (let i = 0; i < count; i++) if (matches[i] && isShown(i)) shown.push(i);
    if (!shown.length) return;
    const from = current;
    const at = direction > 0 ? shown.findIndex(i => i > from) : shown.findLastIndex(i => i < from);
    const position = at >= 0 ? at : direction > 0 ? 0 : shown.length - 1;
    select(shown[position]);
    mark(shown[position]);
    groups[current].scrollIntoView({ block: 'nearest' });
    status.textContent += `, ${position + 1} of ${shown.length}`;
  }
  function showMatched(message = '') {
    status.classList.toggle('error', !!message);
    if (message || !pattern) {
      status.textContent = message;
      return;
    }
    let sum = 0;
    let below = zoomed;
    while (below >= 0 && !matches[below]) below = parent[below];
    if (below >= 0) sum = width[zoomed];
    else
      for (let i = zoomed; i < end[zoomed]; ) {
        if (matches[i]) {
          sum += width[i];
          i = end[i];
        } else i++;
      }
    status.textContent = `Matched: ${percent(sum / (width[zoomed] || 1))}${zoomed ? ' of the zoomed frame' : ''}`;
  }
  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(search, count > 5000 ? 250 : 60);
  });
  input.addEventListener('keydown', event => {
    if (event.key === 'Enter') step(event.shiftKey ? -1 : 1);
  });
  previous.addEventListener('click', () => step(-1));
  next.addEventListener('click', () => step(1));
  ignoreCase.addEventListener('click', () => {
    ignoreCase.setAttribute('aria-pressed', ignoreCase.getAttribute('aria-pressed') !== 'true');
    search();
  });
  clear.addEventListener('click', closeSearch);

  // ---- Keyboard.
  const isShown = i => groups[i].style.display !== 'none';
  const scan = (from, step) => {
    for (let i = from + step; i >= 0 && i < count; i += step) if (depth[i] === depth[from] && isShown(i)) return i;
    return from;
  };
  const moves = {
    out: i => Math.max(0, parent[i]),
    in: i => {
      for (let j = i + 1; j < end[i]; j++) if (parent[j] === i && isShown(j)) return j;
      return i;
    },
    ArrowLeft: i => scan(i, -1),
    ArrowRight: i => scan(i, 1),
    Home: () => zoomed,
  };
  const icicle = svg.dataset.icicle === '1';
  moves.ArrowUp = icicle ? moves.out : moves.in;
  moves.ArrowDown = icicle ? moves.in : moves.out;
  frames.addEventListener('keydown', event => {
    if (moves[event.key]) {
      event.preventDefault();
      select(moves[event.key](current));
      groups[current].scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      zoom(current);
    }
  });
  document.addEventListener('keydown', event => {
    if (event.key === 'F3' || ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'f')) {
      event.preventDefault();
      openSearch();
    } else if (event.key === 'Escape') {
      if (!holder.classList.contains('off')) closeSearch();
      else if (zoomed) zoom(0);
    } else if (event.key.toLowerCase() === 'n' && pattern && event.target !== input && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      step(event.shiftKey ? -1 : 1);
    }
  });

  // ---- The zoomed frame and the search are in the address, so that a link shows them: #x=START&y=DEPTH&s=PATTERN&i=1.
  let isRestoring = false;
  function saveState() {
    if (!isDocument || isRestoring) return;
    const state = new URLSearchParams();
    if (zoomed) {
      state.set('x', start[zoomed]);
      state.set('y', depth[zoomed]);
    }
    if (input.value) state.set('s', input.value);
    if (input.value && ignoreCase.getAttribute('aria-pressed') === 'true') state.set('i', '1');
    try {
      history.replaceState(null, '', `#${state}`);
    } catch {
      // A page without an address of its own, such as a sandbox, keeps no state.
    }
  }
  function restoreState() {
    if (!isDocument) return;
    const state = new URLSearchParams(location.hash.slice(1));
    isRestoring = true;
    const x = state.get('x');
    const found = x === null ? 0 : groups.findIndex((_, i) => start[i] === +x && depth[i] === +state.get('y'));
    zoom(Math.max(0, found));
    if (zoomed) groups[zoomed].scrollIntoView({ block: 'center' });
    if ((state.get('s') || '') !== input.value) {
      input.value = state.get('s') || '';
      ignoreCase.setAttribute('aria-pressed', state.get('i') === '1');
      holder.classList.toggle('off', !input.value);
      find.classList.toggle('off', !!input.value);
      search();
    }
    isRestoring = false;
  }

  // ---- The bars stay in place while the frames scroll.
  const bottom = $('.bottom');
  const bottomHeight = +$('.bottom .bar').getAttribute('height');
  function pin() {
    if (!isDocument) return;
    $('.top').setAttribute('transform', `translate(0 ${scrollY})`);
    bottom.setAttribute('transform', `translate(0 ${Math.min(height, scrollY + innerHeight) - bottomHeight})`);
  }
  addEventListener('scroll', pin, { passive: true });
  addEventListener('resize', layOut);
  layOut();
  if (isDocument && !icicle) scrollTo(0, height);
  if (location.hash.length > 1) restoreState();
  addEventListener('hashchange', restoreState);
})();
