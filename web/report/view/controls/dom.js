// Creates elements without parsing markup, so that names from a recording can only become text.

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.filter(child => child !== null && child !== undefined));
  return element;
}

export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export function setShown(element, isShown) {
  element.hidden = !isShown;
}

export function setPressed(button, isPressed) {
  button.setAttribute('aria-pressed', String(isPressed));
}

// Creates a select element from [value, text] pairs. onPick receives the value.
export function makeSelect(label, choices, onPick, attributes = {}) {
  const select = make('select', { 'aria-label': label, title: label, ...attributes });
  setChoices(select, choices);
  select.addEventListener('change', () => onPick(select.value));
  return select;
}

export function setChoices(select, choices) {
  select.replaceChildren(...choices.map(([value, text, disabled]) => make('option', { value, disabled }, text)));
}

// Creates a group of buttons of which one is pressed. show(value) sets the pressed button.
export function makeSegments(label, choices, onPick) {
  const buttons = choices.map(([value, text, title]) =>
    make('button', { type: 'button', title, 'data-value': value, 'aria-pressed': 'false', onclick: () => onPick(value) }, text),
  );
  const element = make('div', { class: 'segments', role: 'group', 'aria-label': label }, ...buttons);
  return {
    element,
    setText(value, text) {
      for (const button of buttons) if (button.dataset.value === value) setText(button, text);
    },
    show: value => {
      for (const button of buttons) setPressed(button, button.dataset.value === value);
    },
  };
}
