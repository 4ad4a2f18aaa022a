import { rowsOf } from '../samples/rows.js';
import { subtreeEndsOf } from './tree-index.js';

// The stacks of one thread in time order, equal to the library's FlameChart: columns of equal length with one row per node, in pre-order, siblings
// by time. Node 0 is the root. Starts are nanoseconds after the profile's origin.
//
// A sample covers the time until the thread's next one. If that is more than two sampling intervals later, it covers one interval, and the rest is a
// gap; so does the last sample. The interval is the lower quartile of the times between samples. The samples of spans cover the time that is
// their value. Equal frames of consecutive samples without a gap are one node.

// Charts of more nodes are not built; a shorter selection has fewer.
export const maximumChartNodes = 2e6;

export class FlameChart {
  constructor(profile, title, columns, about) {
    Object.assign(this, { profile, title, ...columns, ...about });
    this.count = this.depths.length;
    this.subtreeEnds = subtreeEndsOf(this);
  }

  nameOf(node) {
    return this.frames[node] >= 0 ? this.profile.labelNames.at(this.names[node]) : this.title;
  }

  utf8Of(node) {
    return this.frames[node] >= 0 ? this.profile.labelNames.utf8(this.names[node]) : new TextEncoder().encode(this.title);
  }

  moduleOf(node) {
    return this.frames[node] < 0 ? '' : this.profile.moduleNames.at(this.profile.frameModules[this.frames[node]]);
  }

  linkOfNode() {
    return 0;
  }
}

// Returns the chart of a thread, which is a key of the rows by 'tid'. A thread without samples has only a root of duration 0.
export function flameChart(selection, key) {
  const { profile, mask } = selection;
  const { column, byValue, keys, titles } = rowsOf(profile, 'tid');
  const row = keys.indexOf(key);
  const samples = [];
  for (let i = Math.max(selection.start, profile.untimed); i < selection.end; i++) if (mask[i] && byValue[column[i]] === row) samples.push(i);
  return new ChartBuilder(profile).build(samples, row < 0 ? key : titles[row]);
}

class ChartBuilder {
  constructor(profile) {
    this.profile = profile;
    this.path = [];
    this.nodes = { parents: [-1], depths: [0], starts: [0], durations: [0], counts: [0], frames: [-1] };
  }

  build(samples, title) {
    const { profile, nodes } = this;
    const { times } = profile;
    const interval = intervalOf(samples, times);
    const isSpan = spansOf(profile);
    const lengths = profile.valuesOf(profile.defaultWeight);
    const weights = profile.weights[0].values;
    const start = samples.length > 0 ? times[samples[0]] : 0;
    let end = start;
    let sampled = 0;
    let isTooLong = false;
    nodes.starts[0] = start;
    for (const [i, sample] of samples.entries()) {
      if (nodes.depths.length > maximumChartNodes) {
        isTooLong = true;
        break;
      }
      const time = times[sample];
      if (time > end) this.path.length = 0;
      const next = i + 1 < samples.length ? times[samples[i + 1]] : Infinity;
      if (isSpan[profile.events[sample]]) end = Math.min(time + (lengths ? lengths[sample] : 1), Math.max(time, next));
      else end = next - time <= 2 * interval ? next : time + interval;
      sampled += end - time;
      this.add(profile.stacks[sample], time, end - time, weights ? weights[sample] : 1);
    }
    nodes.durations[0] = end - start;
    nodes.counts[0] = samples.reduce((sum, sample) => sum + (weights ? weights[sample] : 1), 0);
    return new FlameChart(profile, title, this.columns(), { interval, sampled, isTooLong });
  }

  add(stack, start, duration, count) {
    const { profile, path, nodes } = this;
    const { stackParents, stackFrames, stackDepths } = profile;
    const depth = stackDepths[stack];
    const stackFramesOf = new Array(depth);
    for (let at = depth - 1, s = stack; at >= 0; at--, s = stackParents[s]) stackFramesOf[at] = stackFrames[s];
    let shared = 0;
    while (shared < depth && shared < path.length && this.isSame(nodes.frames[path[shared]], stackFramesOf[shared])) shared++;
    path.length = shared;
    for (let at = shared; at < depth; at++) {
      nodes.parents.push(at === 0 ? 0 : path[at - 1]);
      path.push(nodes.depths.length);
      nodes.depths.push(at + 1);
      nodes.starts.push(start);
      nodes.durations.push(0);
      nodes.counts.push(0);
      nodes.frames.push(stackFramesOf[at]);
    }
    for (const node of path) {
      nodes.durations[node] += duration;
      nodes.counts[node] += count;
    }
  }

  isSame(a, b) {
    const { frameLabels, frameKinds } = this.profile;
    return a === b || (frameLabels[a] === frameLabels[b] && frameKinds[a] === frameKinds[b]);
  }

  columns() {
    const { parents, depths, starts, durations, counts, frames } = this.nodes;
    const { frameLabels, frameKinds } = this.profile;
    return {
      parents: Int32Array.from(parents),
      depths: Int32Array.from(depths),
      starts: Float64Array.from(starts),
      durations: Float64Array.from(durations),
      counts: Float64Array.from(counts),
      frames: Int32Array.from(frames),
      names: Uint32Array.from(frames, frame => (frame < 0 ? 0 : frameLabels[frame])),
      kinds: Uint8Array.from(frames, frame => (frame < 0 ? 0 : frameKinds[frame])),
    };
  }
}

// The lower quartile of the times between samples; 0 where there are none.
function intervalOf(samples, times) {
  const gaps = [];
  for (let i = 1; i < samples.length; i++) if (times[samples[i]] > times[samples[i - 1]]) gaps.push(times[samples[i]] - times[samples[i - 1]]);
  return gaps.length === 0 ? 0 : Float64Array.from(gaps).sort()[Math.floor(gaps.length / 4)];
}

// The samples of spans have their length as value; all others are points in time.
function spansOf({ eventNames, eventUnits, weights, defaultWeight }) {
  const at = weights.findIndex(({ name }) => name === defaultWeight);
  return Uint8Array.from(eventNames, (name, event) => (name === 'span' && eventUnits[event][at] === 'nanoseconds' ? 1 : 0));
}
