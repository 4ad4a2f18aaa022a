// The icons, as paths on a grid of 16 by 16, so that their look does not depend on a font.

const iconPaths = {
  flame: 'M8 1.2c.6 2.6 3.9 4.1 3.9 8.1a3.9 3.9 0 0 1-7.8 0c0-1.6.8-2.7 1.6-3.5.2 1 .6 1.6 1.2 2C7.3 5.5 6.7 3.4 8 1.2Z',
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9ZM10.4 10.4 14 14',
  close: 'M4 4l8 8M12 4l-8 8',
  back: 'M9.5 3.5 5 8l4.5 4.5',
  filter: 'M2 3.5h12L9.5 8.7v4.3l-3-1.5V8.7Z',
  save: 'M8 2v8M4.7 7 8 10.3 11.3 7M2.5 13.5h11',
  sun: 'M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1',
  moon: 'M13.5 9.5A6 6 0 0 1 6.5 2.5a6 6 0 1 0 7 7Z',
  chart: 'M1.5 3h13v3h-13ZM1.5 6v4h5.5V6M10 6v4h4.5V6M3 10v3h2.5v-3',
  table: 'M2 3h12v10H2ZM2 6.5h12M6.5 6.5V13',
  swap: 'M3 5.5h9.5L10 3M13 10.5H3.5L6 13',
  sliders: 'M2 5h7M12.5 5H14M2 11h2M7.5 11H14M10.7 3.3v3.4M5.7 9.3v3.4',
  plus: 'M8 3v10M3 8h10',
  minus: 'M3 8h10',
  on: 'M6.5 3.5 11 8l-4.5 4.5',
  play: 'M5 3.5v9L12 8Z',
  up: 'M3.5 10.5 8 6l4.5 4.5',
  down: 'M3.5 5.5 8 10l4.5-4.5',
  copy: 'M5.5 5.5h8v8h-8ZM10.5 5.5v-3h-8v8h3',
  marks: 'M4 14V2.5M4 3h8l-2 2.5 2 2.5H4',
  sort: 'M5 3v10M2.5 10.5 5 13l2.5-2.5M9 4h5M9 8h3.5M9 12h2',
  upload: 'M8 10.5V2.5M4.7 5.7 8 2.4l3.3 3.3M2.5 13.5h11',
};

const svgSpace = 'http://www.w3.org/2000/svg';

export function icon(name) {
  const svg = document.createElementNS(svgSpace, 'svg');
  for (const [key, value] of Object.entries({ viewBox: '0 0 16 16', class: `icon icon-${name}`, 'aria-hidden': 'true' }))
    svg.setAttribute(key, value);
  const path = document.createElementNS(svgSpace, 'path');
  path.setAttribute('d', iconPaths[name]);
  svg.append(path);
  return svg;
}
