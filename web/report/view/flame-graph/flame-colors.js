import { nameHash } from './name-hash.js';
import { cssColor } from '../heat-map/heat-colors.js';

// Colors of frames, computed as in the library, so that a function has the same color in every picture.

const categoryColors = {
  kind: {
    kernel: [0xee, 0x83, 0x54],
    user: [0xf6, 0xd0, 0x5c],
    jit: [0x8f, 0xcb, 0x7d],
    inlined: [0x74, 0xbf, 0xdb],
    unknown: [0xc4, 0xc1, 0xbc],
    interpreted: [0xb5, 0xa6, 0xe8],
    runtime: [0xe3, 0xa8, 0xc4],
    idle: [0xee, 0xf1, 0xf6],
    other: [0xe8, 0xc9, 0xa8],
  },
  // The "light" scheme of Paul Tol, Colour Schemes (SRON/EPS/TN/09-002).
  colorblind: {
    kernel: [0xee, 0x88, 0x66],
    user: [0xee, 0xdd, 0x88],
    jit: [0x44, 0xbb, 0x99],
    inlined: [0x77, 0xaa, 0xdd],
    unknown: [0xdd, 0xdd, 0xdd],
    interpreted: [0xbb, 0xcc, 0x33],
    runtime: [0xff, 0xaa, 0xbb],
    idle: [0x99, 0xdd, 0xff],
    other: [0xaa, 0xaa, 0x00],
  },
};

// Kinds that only some sources have: the legend shows them if the profile has them.
const rareKinds = ['interpreted', 'runtime', 'idle', 'other'];

const groupColor = [0xdd, 0xe1, 0xe8];

const diffColors = {
  'red-blue': { grown: [0xe0, 0x3c, 0x31], shrunk: [0x3d, 0x78, 0xd6] },
  'orange-purple': { grown: [0xef, 0x8a, 0x1d], shrunk: [0x5e, 0x3c, 0x99] },
};
const sameColor = [0xf1, 0xf0, 0xee];
const minimumDifference = 0.12;
const chanceDifference = 0.06;
const maximumCachedColors = 20000;

export const framePaletteChoices = [
  ['kind', 'Kinds of code'],
  ['colorblind', 'Kinds, color-blind safe'],
  ['hash', 'Any hue, by name'],
  ['hot', 'Warm, by name'],
];

export function frameLegend(name, profile) {
  return Object.entries(categoryColors[name] ?? {}).filter(([kind]) => !rareKinds.includes(kind) || profile.usedKinds.has(kind));
}

function colorOfFrame(palette, utf8, kind, isGroup) {
  if (palette === 'hot') {
    const hash = nameHash(utf8);
    return [208 + (hash % 48), 90 + ((hash >>> 8) % 116), (hash >>> 24) % 60];
  }
  if (palette === 'hash') return colorOfHue(utf8);
  const category = categoryColors[palette];
  if (isGroup) return groupColor;
  const by = (nameHash(utf8) % 33) - 16;
  return (category[kind] ?? category.unknown).map(channel => Math.max(0, Math.min(255, channel + by)));
}

// Returns a light color of any hue: one of 6 × 256 steps on the color wheel red, yellow, green, cyan, blue, magenta.
function colorOfHue(utf8) {
  const step = nameHash(utf8) % 1536;
  const rising = step & 255;
  const falling = 255 - rising;
  const hue = [
    [255, rising, 0],
    [falling, 255, 0],
    [0, 255, rising],
    [0, falling, 255],
    [rising, 0, 255],
    [255, 0, falling],
  ][step >> 8];
  return hue.map(channel => 128 + (channel >> 1));
}

export function diffPaletteOf(palette) {
  return palette === 'colorblind' ? 'orange-purple' : 'red-blue';
}

// A difference that is within chance is pale, however large it is.
export function diffColor(palette, part, isWithinChance = false) {
  const { grown, shrunk } = diffColors[palette];
  if (!(Math.abs(part) > 0)) return sameColor;
  const amount = isWithinChance ? chanceDifference : minimumDifference + (1 - minimumDifference) * Math.min(1, Math.abs(part));
  return sameColor.map((channel, c) => Math.round(channel + ((part > 0 ? grown : shrunk)[c] - channel) * amount));
}

// Returns whether white text is more readable than black on a color, by relative luminance as defined by WCAG 2.
function needsWhite([r, g, b]) {
  const linear = channel => (channel / 255 <= 0.04045 ? channel / 255 / 12.92 : ((channel / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b) < 0.179;
}

// Returns {rgb, fill, ink} for nodes, cached by label and kind, since names are the same in the flame graphs of all selections.
export function createFrameColors(kinds) {
  const cache = {};
  const ofDiff = new Map();
  const withTextColor = rgb => ({ rgb, fill: cssColor(rgb), ink: needsWhite(rgb) ? '#fff' : '#000' });
  const ofFrame = (picture, node, palette) => {
    const { shape } = picture;
    const isGroup = shape.frames[node] < 0;
    const kind = kinds[shape.kinds[node]];
    if (isGroup) return withTextColor(colorOfFrame(palette, shape.utf8Of(node), kind, true));
    const colors = ((cache[palette] ??= {})[kind] ??= []);
    return (colors[shape.names[node]] ??= withTextColor(colorOfFrame(palette, shape.utf8Of(node), kind, false)));
  };
  return {
    of(picture, node, palette) {
      if (!picture.diff) return ofFrame(picture, node, palette);
      const maximum = picture.diff.maximumDelta;
      const part = maximum === 0 ? 0 : picture.diff.totalDelta(node) / maximum;
      const name = diffPaletteOf(palette);
      const isChance = picture.diff.isWithinChance?.(node) ?? false;
      const key = `${name}${isChance ? Math.sign(part) : part}${isChance}`;
      if (ofDiff.size > maximumCachedColors) ofDiff.clear();
      if (!ofDiff.has(key)) ofDiff.set(key, withTextColor(diffColor(name, part, isChance)));
      return ofDiff.get(key);
    },
  };
}
