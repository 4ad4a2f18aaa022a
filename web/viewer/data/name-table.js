// Numbers names, so that columns contain numbers and names are compared by them.
export class NameTable {
  constructor() {
    this.names = [];
    this.ids = new Map();
    this.bytes = [];
    this.encoder = new TextEncoder();
  }

  get length() {
    return this.names.length;
  }

  idOf(name) {
    let id = this.ids.get(name);
    if (id === undefined) {
      id = this.names.push(name) - 1;
      this.ids.set(name, id);
    }
    return id;
  }

  at(id) {
    return this.names[id];
  }

  utf8(id) {
    return (this.bytes[id] ??= this.encoder.encode(this.names[id]));
  }
}
