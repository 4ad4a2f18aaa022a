import { functionTable } from '../trees/functions.js';
import { adjustByHolm, fisherTest } from './fisher.js';

// The level of significance.
export const significanceLevel = 0.05;

// Returns the p-value of each function of a difference, by label * 16 + kind, and the number of functions that differ beyond chance: Fisher's exact
// test of the shares of the samples that contain the function, corrected for the number of functions by Holm's method. Equal to the library's
// FunctionChanges. P-values are computed from numbers of samples, independent of the weight.
export function functionChanges(diff) {
  const target = functionTable(diff.target.ofSamples);
  const baseline = functionTable(diff.baseline.ofSamples);
  const sizeA = diff.target.sampleCount;
  const sizeB = diff.baseline.sampleCount;
  const hits = new Map();
  const keyOf = row => row.label * 16 + row.kind;
  for (const row of target) hits.set(keyOf(row), [row.total, 0]);
  for (const row of baseline) {
    const known = hits.get(keyOf(row));
    if (known) known[1] = row.total;
    else hits.set(keyOf(row), [0, row.total]);
  }
  // Many functions have equal counts.
  const tested = new Map();
  const values = Float64Array.from(hits.values(), ([a, b]) => {
    const key = a * 0x4000000 + b;
    if (!tested.has(key)) tested.set(key, fisherTest(a, sizeA, b, sizeB));
    return tested.get(key);
  });
  const adjusted = adjustByHolm(values);
  const byFunction = new Map(Array.from(hits.keys(), (key, i) => [key, adjusted[i]]));
  return { byFunction, significant: adjusted.filter(value => value <= significanceLevel).length };
}
