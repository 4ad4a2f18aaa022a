import { groupsOf } from '../../engine/trees/groups.js';
import { matchLabels } from '../../engine/samples/selection.js';

// Finds the names that match a regular expression. Patterns that cannot take long are matched at once. All others are matched in a worker,
// which is stopped when it takes too long, so that no pattern freezes the page. The result of a worker arrives later.

// The time in milliseconds after which a worker is stopped.
const maximumMatchTime = 2000;
const maximumResults = 30;
const longName = 3000;

export const slowPatternError = 'This pattern takes too long for the names of this recording.';

// find(regex, grouping) returns {labels, groups}: for each label, and for each group of the grouping, 1 if it matches. It returns null until
// the worker is done, and if it was stopped. Equal questions get the same object. onResult is called when a worker is done.
export function createMatcher(profile, onResult) {
  const results = new Map();
  let worker = null;
  let running = null;
  const waiting = [];

  function find(regex, grouping) {
    const key = `${regex.flags} ${grouping} ${regex.source}`;
    let result = results.get(key);
    if (!result) {
      if (results.size > maximumResults) results.delete(results.keys().next().value);
      result = { matches: null, isPending: false, error: null };
      results.set(key, result);
      const groups = grouping === null ? [] : groupsOf(profile, grouping).names;
      if (isQuick(regex.source, profile) || !startWorker()) result.matches = matchNow(profile, regex, groups);
      else ask(result, regex, groups);
    }
    return result;
  }

  function startWorker() {
    if (worker) return true;
    try {
      const url = URL.createObjectURL(new Blob([`(${matchInWorker})()`], { type: 'text/javascript' }));
      worker = new Worker(url);
      URL.revokeObjectURL(url);
    } catch {
      return false; // the browser, or the policy of a server, allows no worker
    }
    worker.onmessage = ({ data }) => {
      if (data.isStarted) running.timer = setTimeout(() => end({ error: slowPatternError }, true), maximumMatchTime);
      else end({ matches: data });
    };
    // A worker that cannot start: its question is answered here.
    worker.onerror = () => running && end({ matches: matchNow(profile, running.regex, running.groups) }, true);
    worker.postMessage({ labels: profile.labels });
    return true;
  }

  function ask(result, regex, groups) {
    result.isPending = true;
    waiting.push({ result, regex, groups, timer: 0 });
    if (!running) askNext();
  }

  function askNext() {
    running = waiting.shift() ?? null;
    if (!running) return;
    startWorker();
    worker.postMessage({ source: running.regex.source, flags: running.regex.flags, groups: running.groups });
  }

  function end(answer, isStopped = false) {
    clearTimeout(running.timer);
    Object.assign(running.result, answer, { isPending: false });
    if (isStopped) {
      worker.terminate();
      worker = null;
    }
    askNext();
    onResult();
  }

  return {
    find: (regex, grouping) => find(regex, grouping).matches,
    isPending: (regex, grouping) => find(regex, grouping).isPending,
    error: (regex, grouping) => find(regex, grouping).error,
  };
}

function matchNow(profile, regex, groups) {
  return { labels: matchLabels(profile, regex), groups: Uint8Array.from(groups, name => (regex.test(name) ? 1 : 0)) };
}

// The code of the worker. It uses nothing from outside of the function.
function matchInWorker() {
  let labels = [];
  self.onmessage = ({ data }) => {
    if (data.labels) {
      labels = data.labels;
      return;
    }
    self.postMessage({ isStarted: true });
    const regex = new RegExp(data.source, data.flags);
    const test = names => Uint8Array.from(names, name => (regex.test(name) ? 1 : 0));
    self.postMessage({ labels: test(labels), groups: test(data.groups) });
  };
}

// Returns whether a pattern takes at most the square of a name's length: it repeats at most one thing without a limit, and no group.
function isQuick(source, profile) {
  if (/\\[1-9k]/.test(source)) return false;
  const plain = source.replace(/\\./g, 'e').replace(/\[(?:\\.|[^\]])*\]/g, 'c');
  if (/\)(?:[*+]|\{\d+,?\d*\})/.test(plain)) return false;
  const repeats = plain.match(/[*+]|\{\d+(?:,\d*)?\}/g) ?? [];
  return repeats.length === 0 || (repeats.length === 1 && longestLabel(profile) <= longName);
}

const longestLabel = profile =>
  profile.cached('longest label', () =>
    profile.labelNames.starts.reduce((longest, start, i, all) => (i === 0 ? 0 : Math.max(longest, start - all[i - 1])), 0),
  );
