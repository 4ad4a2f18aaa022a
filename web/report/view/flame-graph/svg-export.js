import { valueLines } from './flame-text.js';
import { fitName, shownName } from '../text/names.js';
import { formatValue, formatWhole } from '../text/format.js';
import { frameLegend } from './flame-colors.js';

// Writes the flame graph as SVG, including the script. The file is identical to the one that the library writes.

const svgWidth = 1200;
const svgPadding = 10;
const frameHeight = 17;
const bottomHeight = 46;
const cellWidth12 = 12 * 0.602;
const maximumNameBytes = 500;
const minimumSvgFrameWidth = 0.1;

export function flameGraphSvg(page, { title, subtitle }) {
  const state = page.store.get();
  const picture = page.selectors.picture(state);
  const inner = svgWidth - 2 * svgPadding;
  const { widths, starts, depths, ends } = picture;
  const total = picture.total;
  const minimumValue = Math.max(1, Math.ceil(total * (minimumSvgFrameWidth / inner)));
  const nodes = [];
  let deepest = 0;
  let omitted = 0;
  let omittedWeight = 0;
  for (let node = 0; node < picture.count; ) {
    if (widths[node] < minimumValue && node > 0) {
      omittedWeight += widths[node];
      for (let below = node; below < ends[node]; below++) if (widths[below] > 0 || !picture.diff) omitted++;
      node = ends[node];
    } else {
      deepest = Math.max(deepest, depths[node]);
      nodes.push(node++);
    }
  }
  const top = subtitle ? 60 : 42;
  const height = top + (deepest + 1) * frameHeight + 4 + bottomHeight;
  const asset = id => document.getElementById(id)?.textContent ?? '';
  const out = [
    `<svg xmlns="http://www.w3.org/2000/svg" class="flamegraph" width="${svgWidth}" height="${height}" viewBox="0 0 ${svgWidth} ${height}" data-padding="${svgPadding}" data-icicle="${state.icicle ? 1 : 0}" data-total="${total}">\n`,
    `<title>${xml(title)}</title>\n<style>\n${asset('flamegraph-css')}</style>\n<rect class="paper" width="100%" height="100%"/>\n`,
    '<g class="frames" role="group" tabindex="0" aria-label="Frames. Arrow keys move between frames, Enter zooms.">\n',
  ];
  const scale = total === 0 ? 0 : (inner * 100) / total;
  for (const node of nodes) {
    const left = roundEven(starts[node] * scale);
    const right = total === 0 ? inner * 100 : roundEven((starts[node] + widths[node]) * scale);
    out.push(frameMarkup(page, state, picture, node, left, right - left, top + (state.icicle ? depths[node] : deepest - depths[node]) * frameHeight));
  }
  out.push('</g>\n', `<g class="top"><rect class="bar" width="100%" height="${top - 4}"/><text class="title" x="50%" y="26">${xml(title)}</text>`);
  if (subtitle) out.push(`<text class="subtitle" x="50%" y="46">${xml(subtitle)}</text>`);
  const omittedNote =
    omitted === 0
      ? ''
      : `. Omitted because too narrow: ${formatWhole(omitted)}${omitted === 1 ? ' frame with ' : ' frames with '}${percentOf(omittedWeight, total)}%`;
  out.push(
    '</g>\n',
    `<g class="bottom" transform="translate(0 ${height - bottomHeight})"><rect class="bar" width="100%" height="${bottomHeight}"/>`,
    `<text class="details" x="10" y="17" aria-live="polite"></text><text class="note" x="10" y="36">${xml(noteOf(page, state, picture))}${omittedNote}</text>`,
    legendMarkup(page, state, picture),
    '</g>\n',
  );
  const script = asset('flamegraph-js');
  // biome-ignore lint/suspicious/noUselessEscapeInString: without the escape, the tag would end the report's own script element.
  out.push(script ? `<script><![CDATA[\n${script}]]><\/script>\n</svg>\n` : '</svg>\n');
  return out.join('');
}

function frameMarkup(page, state, picture, node, left, width, top) {
  const { rgb, ink } = page.frameColors.of(picture, node, state.palette);
  const name = picture.nameOf(node);
  const cells = Math.min(maximumNameBytes, Math.floor((width / 100 - 6) / cellWidth12));
  const text = cells < 3 ? '' : `<text x="${hundredths(left + 1300)}" y="${top + 12}">${xml(fitName(shownName(name), cells))}</text>`;
  return (
    `<g${ink === '#fff' ? ' class="w"' : ''} data-f="${picture.starts[node]} ${picture.widths[node]} ${picture.depths[node]}"><title>${xml(cutBytes(name))}\n` +
    `${xml(valueText(page, state, picture, node))}</title><rect x="${hundredths(left + 1000)}" y="${top}" width="${hundredths(width >= 400 ? width - 100 : width)}" ` +
    `height="${frameHeight - 1}" fill="${hexColor(rgb)}"/>${text}</g>\n`
  );
}

function valueText(page, state, picture, node) {
  if (picture.diff) return valueLines(picture, node, state, page.profile).join('; ');
  return `${formatValue(picture.widths[node], page.profile.weightOf(state.weight).unit)}, ${percentOf(picture.widths[node], picture.total)}%`;
}

function noteOf(page, state, picture) {
  return picture.diff ? page.comparisonText(state) : formatValue(picture.total, page.profile.weightOf(state.weight).unit);
}

function legendMarkup(page, state, picture) {
  const entries = picture.diff ? [] : frameLegend(state.palette, page.profile);
  if (entries.length === 0) return '';
  const out = [`<g class="legend" transform="translate(${svgWidth - svgPadding} 36)">`];
  let x = 0;
  for (const [label, rgb] of [...entries].reverse()) {
    x -= label.length * 6.7 + 6;
    out.push(`<text x="${hundredths(Math.trunc(x * 100))}">${xml(label)}</text><rect x="`);
    x -= 15;
    out.push(`${hundredths(Math.trunc(x * 100))}" y="-10" width="11" height="11" fill="${hexColor(rgb)}"/>`);
    x -= 8;
  }
  return `${out.join('')}</g>`;
}

const xmlEntities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function xml(text) {
  return text
    .split('\n')
    .map(line => shownName(line))
    .join('\n')
    .replace(/[&<>"']/g, mark => xmlEntities[mark]);
}

// Limits a name to a number of bytes, at a character boundary.
function cutBytes(name) {
  const bytes = new TextEncoder().encode(name);
  return (
    shownName(
      bytes.length <= maximumNameBytes
        ? name
        : new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, maximumNameBytes), { stream: true }),
    ) + (bytes.length > maximumNameBytes ? '…' : '')
  );
}

function roundEven(value) {
  const floor = Math.floor(value);
  const fraction = value - floor;
  return fraction > 0.5 || (fraction === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}

function hundredths(value) {
  const size = Math.abs(value);
  const fraction = size % 100;
  const digits = fraction === 0 ? '' : `.${fraction % 10 === 0 ? String(fraction / 10) : String(fraction).padStart(2, '0')}`;
  return (value < 0 ? '-' : '') + Math.floor(size / 100) + digits;
}

function percentOf(part, whole) {
  const value = whole === 0 ? 0 : roundEven((part / whole) * 10000);
  return `${Math.floor(value / 100)}.${String(value % 100).padStart(2, '0')}`;
}

function hexColor(rgb) {
  return `#${rgb.map(channel => channel.toString(16).padStart(2, '0')).join('')}`;
}
