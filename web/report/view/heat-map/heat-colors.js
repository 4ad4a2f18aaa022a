// Maps the value of a cell to a color. The scale maps the value to a fraction from 0 to 1, the palette maps the fraction to a color. Higher
// values always contrast more with the background.

const emberColors = {
  stops: [
    [0, '#1a1a24'],
    [0.001, '#3b1b5c'],
    [0.25, '#8c2369'],
    [0.5, '#e0413f'],
    [0.75, '#fb9a2e'],
    [1, '#fcffb2'],
  ],
};

const heatPalettes = {
  // The colors of FlameScope; in the dark theme from dark through red to bright orange.
  flamescope: {
    light: {
      stops: [
        [0, '#ffffff'],
        [0.5, '#ff5032'],
        [1, '#e50914'],
      ],
    },
    dark: {
      stops: [
        [0, '#1b1f27'],
        [0.25, '#6f1c1f'],
        [0.65, '#e0362b'],
        [1, '#ffb26b'],
      ],
    },
  },
  // FlameScope's enhanced colors, which emphasize low values. With a linear scale, `values` are stops at absolute values.
  enhanced: {
    light: {
      values: [
        [1, '#6aaaff'],
        [3, '#faa0b5'],
      ],
      stops: [
        [0, '#ffffff'],
        [0.02, '#6aaaff'],
        [0.25, '#faa0b5'],
        [0.5, '#ff5032'],
        [1, '#e50914'],
      ],
    },
    dark: {
      values: [
        [1, '#2f6bb8'],
        [3, '#a8557f'],
      ],
      stops: [
        [0, '#1b1f27'],
        [0.02, '#2f6bb8'],
        [0.25, '#a8557f'],
        [0.5, '#f04a33'],
        [1, '#ffb26b'],
      ],
    },
  },
  // Based on viridis, which is distinguishable with any color vision and in grayscale.
  viridis: {
    light: {
      stops: [
        [0, '#ffffff'],
        [0.001, '#f3ec6a'],
        [0.2, '#a3d84e'],
        [0.4, '#3fb373'],
        [0.6, '#26838e'],
        [0.8, '#3c4d8a'],
        [1, '#440154'],
      ],
    },
    dark: {
      stops: [
        [0, '#1b1f27'],
        [0.001, '#4a2a70'],
        [0.2, '#414a87'],
        [0.4, '#2a788e'],
        [0.6, '#22a884'],
        [0.8, '#7ad151'],
        [1, '#fde725'],
      ],
    },
  },
  // For dark backgrounds: empty cells are almost black in both themes.
  ember: {
    light: emberColors,
    dark: emberColors,
  },
  // During a search: all samples, and the matching samples above them.
  ground: {
    light: {
      stops: [
        [0, '#ffffff'],
        [0.001, '#eceef2'],
        [1, '#bcc3ce'],
      ],
    },
    dark: {
      stops: [
        [0, '#1b1f27'],
        [0.001, '#272d37'],
        [1, '#4d5766'],
      ],
    },
  },
  match: {
    light: {
      stops: [
        [0, '#f0b6f0'],
        [1, '#8a008a'],
      ],
    },
    dark: {
      stops: [
        [0, '#7a2a7a'],
        [1, '#ff8dff'],
      ],
    },
  },
};

export const paletteChoices = [
  ['flamescope', 'FlameScope'],
  ['enhanced', 'Enhanced'],
  ['viridis', 'Viridis (color-blind safe)'],
  ['ember', 'Ember (dark)'],
];
export const scaleChoices = [
  ['linear', 'Linear'],
  ['log', 'Logarithmic'],
  ['quantile', 'By quantile'],
];

// Returns a function from a value to [r, g, b].
export function heatColors(name, isDark, scale, values, maximum) {
  const palette = heatPalettes[name][isDark ? 'dark' : 'light'];
  const part = partOf(scale, values, maximum);
  let stops = palette.stops;
  if (palette.values && scale === 'linear') stops = stopsOfValues(palette, maximum);
  stops = stops.map(([position, color]) => [position, parseColor(color)]);
  return value => mixStops(stops, part(value));
}

// As in the library's scales, positions never decrease, and of several stops at one position the last applies.
function stopsOfValues(palette, maximum) {
  const stops = [palette.stops[0], ...palette.values.map(([value, color]) => [value / Math.max(1, maximum), color]), ...palette.stops.slice(-2)];
  for (let i = 1; i < stops.length; i++) stops[i] = [Math.max(stops[i - 1][0], stops[i][0]), stops[i][1]];
  return stops;
}

function partOf(scale, values, maximum) {
  if (maximum <= 0) return () => 0;
  if (scale === 'log') return value => Math.log1p(Math.max(0, value)) / Math.log1p(maximum);
  if (scale === 'quantile') {
    const sorted = Float64Array.from(values.filter(value => value > 0)).sort();
    return value => (value <= 0 || sorted.length === 0 ? 0 : countUpTo(sorted, value) / sorted.length);
  }
  return value => Math.min(1, Math.max(0, value) / maximum);
}

function countUpTo(sorted, value) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function mixStops(stops, part) {
  if (part <= 0) return stops[0][1];
  for (let i = 1; i < stops.length; i++) {
    const [from, a] = stops[i - 1];
    const [to, b] = stops[i];
    if (to > part) return a.map((channel, c) => Math.round(channel + ((b[c] - channel) * (part - from)) / (to - from)));
  }
  return stops[stops.length - 1][1];
}

function parseColor(text) {
  return [1, 3, 5].map(at => parseInt(text.slice(at, at + 2), 16));
}

export const cssColor = rgb => `rgb(${rgb[0]} ${rgb[1]} ${rgb[2]})`;
