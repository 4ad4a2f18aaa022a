// Returns the moments of a report, the strongest first: {kind, score, samples, period, repeats, functions, ranges}. Occurrences of one moment that
// recurs are one entry with several ranges, {from, to} in nanoseconds after the origin, of which the first is the strongest.
export function momentsFrom(list) {
  const moments = [];
  const recurring = new Map();
  for (const { from, to, kind, score, samples, period, repeats, functions } of [...list].sort((a, b) => b.score - a.score)) {
    const key = repeats > 1 ? `${kind} ${period} ${repeats}` : null;
    const known = recurring.get(key);
    if (known) known.ranges.push({ from, to });
    else {
      const moment = { kind, score, samples, period, repeats, functions, ranges: [{ from, to }] };
      moments.push(moment);
      if (key !== null) recurring.set(key, moment);
    }
  }
  return moments;
}

// Returns the index of the strongest moment that has a range or, given a time, contains it; -1 for none.
export function momentOf(moments, range) {
  return moments.findIndex(({ ranges }) => ranges.some(({ from, to }) => from === range.from && to === range.to));
}

export function momentAt(moments, time) {
  return moments.findIndex(({ ranges }) => ranges.some(({ from, to }) => from <= time && time < to));
}
