import { decodeBase64 } from './base64.js';
import { Columns } from './columns.js';
import { momentsFrom } from './moments.js';
import { rowKinds } from '../samples/rows.js';

// The kinds of frames. The values of frameKinds are indexes into this array.
export const kinds = ['unknown', 'kernel', 'user', 'jit', 'inlined', 'interpreted', 'runtime', 'idle', 'other'];

// Decodes the data of a report.
export async function loadProfile(base64) {
  const bytes = await inflate(decodeBase64(base64.trim()));
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const about = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  if (about.format !== 'flamescope-report' || about.version !== 2) throw new Error('This page cannot read the version of its data.');
  return new Profile(about, new Columns(bytes.subarray(4 + length), about.columns));
}

async function inflate(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

// The samples as columns in time order, and the tables that they refer to. Immutable. Times are nanoseconds after the profile's origin, which
// is the last whole second at or before the first sample.
export class Profile {
  constructor(about, columns) {
    const { title, source, host, command, facts, frequency, wall, lost, losses = [], view } = about;
    Object.assign(this, { title, format: source, host, command, facts, frequency, lost, losses, view });
    this.diagnostics = about.unreadable;
    this.moments = momentsFrom(about.moments ?? []);
    this.gaps = about.gaps ?? []; // where the recorder reports that samples are missing: {from, to, kind, lost, cpu}
    this.hasMoreGaps = about.gapCount > this.gaps.length; // than the report contains
    this.frequencyEvents = about.frequencyEvents ?? []; // the events that have the frequency; empty where unknown
    this.wallOrigin = wall ? wall.origin : null;
    this.wallIsUtc = wall ? wall.isUtc : false;
    this.wallIsExact = wall ? wall.isExact : false;
    this.count = about.rows;
    this.sampleCount = about.samples; // a row may represent many samples
    this.untimed = about.untimed;
    this.start = about.start; // the start of the heat map
    this.span = about.end; // the end of the heat map

    this.times = timesFrom(columns.unsigned('times', Float64Array), about);
    this.stacks = columns.unsigned('stacks', Uint32Array);
    this.threads = columns.unsigned('threads', Uint32Array);
    this.cpus = columns.unsigned('cpus', Int32Array).map(cpu => cpu - 1);
    this.events = columns.unsigned('events', Uint16Array);
    this.idle = columns.unsigned('idle', Uint8Array);
    // The values that a sample can have: {name, unit, shownUnit, isExact, values}. values is null where each row has the value 1.
    this.weights = about.weights.map(weight => ({ ...weight, values: weight.column ? columns.unsigned(weight.column, Float64Array) : null }));
    this.defaultWeight = about.defaultWeight;
    this.eventUnits = about.eventUnits;
    const counts = this.weights[0].values;
    this.idleCount = this.idle.reduce((sum, idle, i) => sum + (counts ? idle * counts[i] : idle), 0);
    // The number of samples without a time.
    this.untimedCount = counts ? counts.subarray(0, this.untimed).reduce((sum, count) => sum + count, 0) : this.untimed;
    Object.assign(this, labelsFrom(columns, this.count));

    // Stack 0 is the empty stack. Stacks are in pre-order; siblings are sorted by the bytes of their leaf's name, then by kind.
    this.stackCount = columns.count('stackFrames') + 1;
    const frames = columns.unsigned('stackFrames', Uint32Array);
    this.stackFrames = new Uint32Array(this.stackCount);
    this.stackFrames.set(frames, 1);
    linkStacks(this, columns.unsigned('stackPops', Uint32Array));

    this.frameLabels = columns.unsigned('frameLabels', Uint32Array);
    this.frameKinds = columns.unsigned('frameKinds', Uint8Array);
    this.frameModules = columns.unsigned('frameModules', Uint32Array);
    this.kinds = kinds;
    this.labelNames = columns.names('labels'); // sorted by their bytes
    this.moduleNames = columns.names('modules');
    this.commNames = columns.names('comms');
    this.comms = this.commNames.toArray();
    this.eventNames = columns.names('events').toArray();

    // Ids that the recording does not contain are NaN.
    this.threadPids = columns.ids('threadPids');
    this.threadTids = columns.ids('threadTids');
    this.threadComms = columns.unsigned('threadComms', Uint32Array);
    this.cache = new Map(); // values that other modules derive from the profile, by key
  }

  // All names as strings.
  get labels() {
    return (this.labelList ??= this.labelNames.toArray());
  }

  get modules() {
    return (this.moduleList ??= this.moduleNames.toArray());
  }

  // Returns the weight of a name; the number of samples where there is none.
  weightOf(name) {
    return this.weights.find(weight => weight.name === name) ?? this.weights[0];
  }

  // Returns the value of each row; null where each is 1.
  valuesOf(name) {
    return this.weightOf(name).values;
  }

  // A function, {label, kind}, as text in a link.
  linkOfFunction({ label, kind }) {
    return `${kind}.${label}`;
  }

  // The function of such a text; null where the profile has none.
  functionOfLink(text) {
    const parts = /^(\d)\.(\d+)$/.exec(text);
    return parts && Number(parts[2]) < this.labelNames.length ? { kind: Number(parts[1]), label: Number(parts[2]) } : null;
  }

  // The text by which links contain a module.
  linkOfModule(module) {
    return String(module);
  }

  // The module of such a text; null where the profile has none.
  moduleOfLink(text) {
    return /^\d+$/.test(text) && Number(text) < this.moduleNames.length ? Number(text) : null;
  }

  // Picked rows, {by, keys}, as text in a link: keys are separated by tildes, which they may contain.
  linkOfPicked({ by, keys }) {
    return `${by}.${keys.map(key => key.replace(/%/g, '%25').replace(/~/g, '%7E')).join('~')}`;
  }

  // The picked rows of such a text; null where it is none.
  pickedOfLink(text) {
    const [, by, list] = /^([a-z]+)\.([\s\S]*)$/.exec(text) ?? [];
    if (!rowKinds.includes(by)) return null;
    return { by, keys: list.split('~').map(key => key.replace(/%7E/g, '~').replace(/%25/g, '%')) };
  }

  // The kinds of the frames.
  get usedKinds() {
    return (this.kindSet ??= new Set(Array.from(this.frameKinds, kind => kinds[kind])));
  }

  // Returns the value cached under a key; computes it on first use.
  cached(key, compute) {
    if (!this.cache.has(key)) this.cache.set(key, compute());
    return this.cache.get(key);
  }
}

function timesFrom(deltas, { rows, untimed, timeUnit }) {
  const times = new Float64Array(rows).fill(NaN, 0, untimed);
  let time = 0;
  for (let i = 0; i < deltas.length; i++) times[untimed + i] = (time += deltas[i]) * timeUnit;
  return times;
}

// Returns {labelKeys, labelSets, sets}: the keys of labels, the set of each row, and the labels of each set, {key, text}. Set 0 is empty.
function labelsFrom(columns, count) {
  if (!columns.has('labelSets')) return { labelKeys: [], labelSets: new Uint32Array(count), sets: [[]] };
  const labelKeys = columns.names('sampleKeys').toArray();
  const texts = columns.names('sampleLabelTexts').toArray();
  const keys = columns.unsigned('sampleLabelKeys', Uint32Array);
  const labels = texts.map((text, i) => ({ key: labelKeys[keys[i]], text }));
  const items = columns.unsigned('labelSetLabels', Uint32Array);
  let at = 0;
  const sets = Array.from(columns.unsigned('labelSetSizes', Uint32Array), size => {
    at += size;
    return Array.from(items.subarray(at - size, at), item => labels[item]);
  });
  return { labelKeys, labelSets: columns.unsigned('labelSets', Uint32Array), sets };
}

function linkStacks(profile, pops) {
  const count = profile.stackCount;
  profile.stackParents = new Uint32Array(count);
  profile.stackDepths = new Uint32Array(count);
  const path = [0];
  for (let stack = 1; stack < count; stack++) {
    const depth = profile.stackDepths[stack - 1] + 1 - pops[stack - 1];
    profile.stackDepths[stack] = depth;
    profile.stackParents[stack] = path[depth - 1];
    path[depth] = stack;
  }
}
