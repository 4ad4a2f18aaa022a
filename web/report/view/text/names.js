// Formats names as text on one line, as in the library's pictures: line breaks become spaces, characters that would reorder text become
// U+FFFD, and long names are truncated.

const lineBreaks = /[\t\r\n\u2028\u2029]/g;
const unsafeCharacters = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/g;
const plainText = /^[\x20-\x7e]*$/;

const maximumNameLength = 2000;

export function shownName(name) {
  const cut = name.length > maximumNameLength ? `${name.slice(0, maximumNameLength)}…` : name;
  if (plainText.test(cut)) return cut;
  const clean = cut.replace(lineBreaks, ' ').replace(unsafeCharacters, '\ufffd');
  return clean.toWellFormed ? clean.toWellFormed() : clean;
}

// Returns the name of a thread, which may be empty.
export const shownThreadName = name => shownName(name) || '(no name)';

// East Asian Wide and Fullwidth characters, by blocks, as in the library's pictures.
function isWide(c) {
  return (
    c >= 0x1100 &&
    (c <= 0x115f ||
      (c >= 0x2e80 && c <= 0xa4cf) ||
      (c >= 0xac00 && c <= 0xd7a3) ||
      (c >= 0xf900 && c <= 0xfaff) ||
      (c >= 0xfe30 && c <= 0xfe6f) ||
      (c >= 0xff00 && c <= 0xff60) ||
      (c >= 0xffe0 && c <= 0xffe6) ||
      (c >= 0x1f300 && c <= 0x1faff) ||
      (c >= 0x20000 && c <= 0x3fffd))
  );
}

// Truncates a name to a number of cells of a monospaced font.
export function fitName(name, cells) {
  if (plainText.test(name)) return name.length <= cells ? name : `${name.slice(0, cells - 1)}…`;
  let used = 0;
  let cut = '';
  for (const character of name) {
    used += isWide(character.codePointAt(0)) ? 2 : 1;
    if (used > cells) return `${cut}…`;
    if (used < cells) cut += character;
  }
  return name;
}

// Returns the title of a value of a sample, {samples, period} or the name of a value of the profile.
export function weightTitle(name) {
  return { samples: 'Samples', period: 'Periods' }[name] ?? shownName(name);
}
