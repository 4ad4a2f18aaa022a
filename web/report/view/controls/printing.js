// Prepares the page for paper: a fixed width, the light theme, and pictures that are drawn again for that width. The style sheet scales them to
// the width of the paper.

export function createPrinting(page) {
  const root = document.documentElement;
  let isPrinting = false;
  const change = value => {
    isPrinting = value;
    if (value) root.dataset.printing = 'true';
    else delete root.dataset.printing;
    page.theme.apply();
    page.render();
  };
  window.addEventListener('beforeprint', () => change(true));
  window.addEventListener('afterprint', () => change(false));
  return { isPrinting: () => isPrinting };
}
