import { kinds } from '../../report/engine/data/profile.js';
import { NameTable } from './name-table.js';

// A profile on the server: the facts about it, without its samples. It has the properties of the report's Profile that are not columns.
export class RemoteProfile {
  constructor(about) {
    const { title, path, source, host, command, facts, frequency, wall, lost, losses = [], weights, defaultWeight } = about;
    Object.assign(this, { title, path, format: source, host, command, facts, frequency, lost, losses, weights, defaultWeight });
    this.version = about.version;
    this.hosts = about.hosts ?? 0;
    this.diagnostics = about.unreadable;
    this.wallOrigin = wall ? wall.origin : null;
    this.wallIsUtc = wall ? wall.isUtc : false;
    this.wallIsExact = wall ? wall.isExact : false;
    this.count = about.rows;
    this.sampleCount = about.samples;
    this.untimed = about.untimed;
    this.untimedCount = about.untimedCount;
    this.idleCount = about.idleCount;
    this.start = about.start;
    this.span = about.end;
    this.eventNames = about.eventNames;
    this.eventUnits = about.eventUnits;
    this.labelKeys = about.labelKeys;
    this.facets = about.facets;
    this.writers = about.writers;
    this.kinds = kinds;
    this.usedKinds = new Set(about.kinds.map(kind => kinds[kind]));
    this.view = { ...defaultView, weight: defaultWeight, ...about.view };
    // Names are numbered in the order in which answers contain them.
    this.labelNames = new NameTable();
    this.moduleNames = new NameTable();
    this.moduleNames.idOf(''); // module 0 is none, as in the report
    // The profile that this one is compared with, see compareWith; null for none.
    this.other = null;
    // The moments that stand out, which the server finds while the page is open already.
    this.moments = [];
  }

  weightOf(name) {
    return this.weights.find(weight => weight.name === name) ?? this.weights[0];
  }

  // The state contains numbers of names, so both profiles have the same.
  compareWith(other) {
    Object.assign(other, { labelNames: this.labelNames, moduleNames: this.moduleNames });
    this.other = other;
  }

  // Numbers of names differ from page to page, so links contain the names.
  linkOfFunction({ label, kind }) {
    return `${kind}.${this.labelNames.at(label)}`;
  }

  functionOfLink(text) {
    const parts = /^(\d)\.([\s\S]+)$/.exec(text);
    return parts ? { kind: Number(parts[1]), label: this.labelNames.idOf(parts[2]) } : null;
  }

  linkOfModule(module) {
    return this.moduleNames.at(module);
  }

  moduleOfLink(text) {
    return this.moduleNames.idOf(text);
  }
}

const defaultView = { rows: 50, palette: 'flamescope', event: null, grouping: 'comm', reversed: false, idle: 'exclude', selection: null };
