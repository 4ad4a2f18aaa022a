// The columns of a report's data. docs/report-format.md describes the format.

export class Columns {
  constructor(bytes, list) {
    this.bytes = bytes;
    this.columns = new Map();
    let start = 0;
    for (const column of list) {
      this.columns.set(column.name, { ...column, start });
      start += column.bytes;
    }
  }

  has(name) {
    return this.columns.has(name);
  }

  count(name) {
    return this.column(name).count;
  }

  column(name) {
    const column = this.columns.get(name);
    if (!column) throw new Error(`The report has no column ${name}.`);
    return column;
  }

  // Reads non-negative numbers into an array of the given type.
  unsigned(name, Type) {
    const { start, count } = this.column(name);
    const values = new Type(count);
    const bytes = this.bytes;
    let at = start;
    for (let i = 0; i < count; i++) {
      let byte = bytes[at++];
      if (byte < 0x80) {
        values[i] = byte;
        continue;
      }
      let value = byte & 0x7f;
      let unit = 0x80;
      do {
        byte = bytes[at++];
        value += (byte & 0x7f) * unit;
        unit *= 0x80;
      } while (byte >= 0x80);
      values[i] = value;
    }
    return values;
  }

  // Reads signed ids. Absent ids become NaN. An id that a double does not represent exactly becomes its decimal text.
  ids(name) {
    const { start, count } = this.column(name);
    const ids = new Array(count);
    let at = start;
    for (let i = 0; i < count; i++) {
      let value = 0n;
      let shift = 0n;
      let byte;
      do {
        byte = this.bytes[at++];
        value |= BigInt(byte & 0x7f) << shift;
        shift += 7n;
      } while (byte >= 0x80);
      const code = value - 1n;
      ids[i] = code < 0n ? NaN : idOf(String(code % 2n === 0n ? code / 2n : -(code + 1n) / 2n));
    }
    return ids;
  }

  names(name) {
    const lengths = this.unsigned(`${name}Lengths`, Uint32Array);
    const { start, bytes } = this.column(`${name}Bytes`);
    return new Names(this.bytes.subarray(start, start + bytes), lengths);
  }
}

// Converts the decimal text of an id: a number if it is exact, otherwise the text.
export function idOf(text) {
  return Number.isSafeInteger(Number(text)) ? Number(text) : text;
}

// Names as recorded, in bytes. Strings are created on first use; invalid UTF-8 becomes U+FFFD.
export class Names {
  constructor(bytes, lengths) {
    this.bytes = bytes;
    this.starts = new Uint32Array(lengths.length + 1);
    for (let i = 0; i < lengths.length; i++) this.starts[i + 1] = this.starts[i] + lengths[i];
    this.length = lengths.length;
    this.strings = new Array(this.length);
    this.decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  }

  at(i) {
    return (this.strings[i] ??= this.decoder.decode(this.utf8(i)));
  }

  utf8(i) {
    return this.bytes.subarray(this.starts[i], this.starts[i + 1]);
  }

  toArray() {
    return Array.from({ length: this.length }, (_, i) => this.at(i));
  }
}
