// Decodes base64 to bytes. Not based on atob, which creates a string of the same length first and takes three times as long.
const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

export function decodeBase64(text) {
  const values = new Uint8Array(128);
  for (let i = 0; i < digits.length; i++) values[digits.charCodeAt(i)] = i;
  let length = text.length;
  while (length > 0 && text.charCodeAt(length - 1) === 61) length--;
  const bytes = new Uint8Array((length * 3) >> 2);
  const at = i => values[text.charCodeAt(i)];
  let to = 0;
  let from = 0;
  for (; from + 4 <= length; from += 4) {
    const group = (at(from) << 18) | (at(from + 1) << 12) | (at(from + 2) << 6) | at(from + 3);
    bytes[to++] = group >> 16;
    bytes[to++] = group >> 8;
    bytes[to++] = group;
  }
  if (length - from >= 2) bytes[to++] = (at(from) << 2) | (at(from + 1) >> 4);
  if (length - from === 3) bytes[to] = (at(from + 1) << 4) | (at(from + 2) >> 2);
  return bytes;
}
