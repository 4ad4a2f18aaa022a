import { nameHash } from './name-hash.js';
import { cssColor } from '../heat-map/heat-colors.js';

// Colours of frames: the library's formulas, so that a function looks the same in every picture. Found once a name and kind.

const familyColors = {
  kind: { kernel: [0xee, 0x83, 0x54], user: [0xf6, 0xd0, 0x5c], jit: [0x8f, 0xcb, 0x7d], inlined: [0x74, 0xbf, 0xdb], unknown: [0xc4, 0xc1, 0xbc] },
  // The "light" scheme of Paul Tol, Colour Schemes (SRON/EPS/TN/09-002).
  colorblind: {
    kernel: [0xee, 0x88, 0x66],
    user: [0xee, 0xdd, 0x88],
    jit: [0x44, 0xbb, 0x99],
    inlined: [0x77, 0xaa, 0xdd],
    unknown: [0xdd, 0xdd, 0xdd],
  },
};

const groupColor = [0xdd, 0xe1, 0xe8];

const diffColors = {
  'red-blue': { grown: [0xe0, 0x3c, 0x31], shrunk: [0x3d, 0x78, 0xd6] },
  'orange-purple': { grown: [0xef, 0x8a, 0x1d], shrunk: [0x5e, 0x3c, 0x99] },
};
const sameColor = [0xf1, 0xf0, 0xee];
const leastDifference = 0.12;

export const framePaletteChoices = [
  ['kind', 'Kinds of code'],
  ['colorblind', 'Kinds, colour-blind safe'],
  ['hash', 'Any hue, by name'],
  ['hot', 'Warm, by name'],
];

export function frameLegend(name) {
  return Object.entries(familyColors[name] ?? {});
}

function colorOfFrame(palette, utf8, kind, isGroup) {
  if (palette === 'hot') {
    const hash = nameHash(utf8);
    return [208 + (hash % 48), 90 + ((hash >>> 8) % 116), (hash >>> 24) % 60];
  }
  if (palette === 'hash') return hueOf(utf8);
  const family = familyColors[palette];
  if (isGroup) return groupColor;
  const by = (nameHash(utf8) % 33) - 16;
  return (family[kind] ?? family.unknown).map(channel => Math.max(0, Math.min(255, channel + by)));
}

// A light colour of any hue: a step on the circle red, yellow, green, cyan, blue, magenta, of 256 steps each.
function hueOf(utf8) {
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

export function diffColor(palette, part) {
  const { grown, shrunk } = diffColors[palette];
  if (!(Math.abs(part) > 0)) return sameColor;
  const amount = leastDifference + (1 - leastDifference) * Math.min(1, Math.abs(part));
  return sameColor.map((channel, c) => Math.round(channel + ((part > 0 ? grown : shrunk)[c] - channel) * amount));
}

// Which of black and white reads better on a colour, by relative luminance as WCAG 2 defines it.
function needsWhite([r, g, b]) {
  const linear = channel => (channel / 255 <= 0.04045 ? channel / 255 / 12.92 : ((channel / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b) < 0.179;
}

// {rgb, fill, ink} of nodes; kept by label and kind, since pictures come and go with every selection and names stay.
export function createFrameColors(kinds) {
  const known = {};
  const ofDiff = new Map();
  const inked = rgb => ({ rgb, fill: cssColor(rgb), ink: needsWhite(rgb) ? '#fff' : '#000' });
  const ofFrame = (picture, node, palette) => {
    const { shape } = picture;
    const isGroup = shape.frames[node] < 0;
    const kind = kinds[shape.kinds[node]];
    if (isGroup) return inked(colorOfFrame(palette, shape.utf8Of(node), kind, true));
    const colors = ((known[palette] ??= {})[kind] ??= []);
    return (colors[shape.names[node]] ??= inked(colorOfFrame(palette, shape.utf8Of(node), kind, false)));
  };
  return {
    of(picture, node, palette) {
      if (!picture.diff) return ofFrame(picture, node, palette);
      const most = picture.diff.maximumDelta;
      const part = most === 0 ? 0 : picture.diff.totalDelta(node) / most;
      const name = diffPaletteOf(palette);
      const key = name + Math.round(part * 1000);
      if (!ofDiff.has(key)) ofDiff.set(key, inked(diffColor(name, part)));
      return ofDiff.get(key);
    },
  };
}
