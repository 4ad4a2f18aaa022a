// The theme: that of the system until the user chooses one. The style sheet defines the colors; canvases read them from there.

const systemDark = window.matchMedia('(prefers-color-scheme: dark)');
const themeKey = 'flamescope-theme';

export function createTheme(onChange, isPrinting) {
  let chosen = readStoredTheme();
  let colors = null;
  const isDark = () => !isPrinting() && (chosen ?? (systemDark.matches ? 'dark' : 'light')) === 'dark';
  const apply = () => {
    document.documentElement.dataset.theme = isDark() ? 'dark' : 'light';
    colors = null;
    onChange();
  };
  systemDark.addEventListener('change', apply);
  document.documentElement.dataset.theme = isDark() ? 'dark' : 'light';
  return {
    isDark,
    apply,
    toggle() {
      chosen = isDark() ? 'light' : 'dark';
      storeTheme(chosen);
      apply();
    },
    colors: () => (colors ??= readColors()),
  };
}

function readColors() {
  const style = getComputedStyle(document.documentElement);
  const of = name => style.getPropertyValue(`--${name}`).trim();
  return Object.fromEntries(
    ['paper', 'panel', 'ink', 'muted', 'line', 'accent', 'second', 'halo', 'match', 'cpu', 'empty', 'sliver', 'moment', 'warning']
      .map(name => [name, of(name)])
      .concat([
        ['mono', of('mono')],
        ['sans', of('sans')],
      ]),
  );
}

// A page opened from disk may have no storage. The choice then lasts as long as the page is open.
function readStoredTheme() {
  try {
    return localStorage.getItem(themeKey);
  } catch {
    return null;
  }
}

function storeTheme(choice) {
  try {
    localStorage.setItem(themeKey, choice);
  } catch {
    /* see above */
  }
}
