// Dark or light: the system's choice until the reader makes one. Colours live in the style sheet; canvases read them from there.

const systemDark = window.matchMedia('(prefers-color-scheme: dark)');
const themeKey = 'flamescope-theme';

export function createTheme(onChange) {
  let chosen = readChoice();
  let colors = null;
  let isPrinting = false;
  const isDark = () => !isPrinting && (chosen ?? (systemDark.matches ? 'dark' : 'light')) === 'dark';
  const apply = () => {
    document.documentElement.dataset.theme = isDark() ? 'dark' : 'light';
    colors = null;
    onChange();
  };
  systemDark.addEventListener('change', apply);
  window.addEventListener('beforeprint', () => {
    isPrinting = true;
    apply();
  });
  window.addEventListener('afterprint', () => {
    isPrinting = false;
    apply();
  });
  document.documentElement.dataset.theme = isDark() ? 'dark' : 'light';
  return {
    isDark,
    toggle() {
      chosen = isDark() ? 'light' : 'dark';
      keepChoice(chosen);
      apply();
    },
    colors: () => (colors ??= readColors()),
  };
}

function readColors() {
  const style = getComputedStyle(document.documentElement);
  const of = name => style.getPropertyValue(`--${name}`).trim();
  return Object.fromEntries(
    ['paper', 'panel', 'ink', 'muted', 'line', 'accent', 'second', 'halo', 'match', 'cpu', 'empty', 'sliver']
      .map(name => [name, of(name)])
      .concat([
        ['mono', of('mono')],
        ['sans', of('sans')],
      ]),
  );
}

// A page from disk may have no storage; then the choice lasts as long as the page.
function readChoice() {
  try {
    return localStorage.getItem(themeKey);
  } catch {
    return null;
  }
}

function keepChoice(choice) {
  try {
    localStorage.setItem(themeKey, choice);
  } catch {
    /* see above */
  }
}
