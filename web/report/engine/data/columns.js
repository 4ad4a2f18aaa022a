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

  // Reads signed numbers. Absent values become NaN.
  optional(name) {
    const values = this.unsigned(name, Float64Array);
    for (let i = 0; i < values.length; i++) {
      const code = values[i] - 1;
      values[i] = code < 0 ? NaN : code % 2 === 0 ? code / 2 : -(code + 1) / 2;
    }
    return values;
  }

  names(name) {
    const lengths = this.unsigned(`${name}Lengths`, Uint32Array);
    const { start, bytes } = this.column(`${name}Bytes`);
    return new Names(this.bytes.subarray(start, start + bytes), lengths);
  }
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
