// Fisher's exact test of two proportions, two-sided, equal to the library's: the probability of counts at least as unlikely as the observed ones
// if both sides have the same proportion and only chance decides to which side a sample belongs. 1 for equal proportions, and if a side is empty.
//
// Given the margins, a count has a hypergeometric distribution. Each term of the sum is computed from the previous one by a product, and the sum
// stops at negligible terms, so the time is proportional to the standard deviation and not to the number of samples.
export function fisherTest(hitsA, sizeA, hitsB, sizeB) {
  if (sizeA > sizeB || (sizeA === sizeB && hitsA > hitsB)) [hitsA, sizeA, hitsB, sizeB] = [hitsB, sizeB, hitsA, sizeA];
  const hits = hitsA + hitsB;
  const lowest = Math.max(0, hits - sizeB);
  const highest = Math.min(hits, sizeA);
  const mode = modeOf(hits, sizeA, sizeB);
  if (lowest === highest || hitsA === mode) return 1;
  const counts = hypergeometric(hits, sizeA, sizeB);
  const observed = counts.logProbability(hitsA);
  const limit = observed + equalLogs;
  if (counts.logProbability(mode) <= limit) return 1;
  const [outward, end, otherEnd] = hitsA < mode ? [-1, lowest, highest] : [1, highest, lowest];
  let sum = sumOfTail(counts, hitsA, end, outward, observed);
  const other = firstAtMost(counts, limit, mode, otherEnd, -outward);
  if ((otherEnd - other) * -outward >= 0) sum += sumOfTail(counts, other, otherEnd, -outward, observed);
  return Math.min(1, Math.exp(observed) * sum);
}

// Corrects p-values for their number by Holm's method: the smallest of n is multiplied by n, the next one by n - 1, and so on.
export function adjustByHolm(values) {
  const order = Array.from(values.keys()).sort((a, b) => values[a] - values[b]);
  const adjusted = new Float64Array(values.length);
  let maximum = 0;
  order.forEach((index, rank) => {
    maximum = Math.max(maximum, Math.min(1, values[index] * (values.length - rank)));
    adjusted[index] = maximum;
  });
  return adjusted;
}

// The tolerance for equal log probabilities, and a fraction that does not change a sum of doubles.
const equalLogs = 1e-7;
const negligible = 1e-17;

function modeOf(hits, sizeA, sizeB) {
  const product = (hits + 1) * (sizeA + 1);
  if (product <= Number.MAX_SAFE_INTEGER) return Math.floor(product / (sizeA + sizeB + 2));
  return Number((BigInt(hits + 1) * BigInt(sizeA + 1)) / BigInt(sizeA + sizeB + 2));
}

function hypergeometric(hits, sizeA, sizeB) {
  const logOfAll = logFactorial(hits) + logFactorial(sizeA + sizeB - hits) + logFactorial(sizeA) + logFactorial(sizeB) - logFactorial(sizeA + sizeB);
  return {
    logProbability: count =>
      logOfAll - logFactorial(count) - logFactorial(hits - count) - logFactorial(sizeA - count) - logFactorial(sizeB - hits + count),
    // The probability of count + 1 divided by that of count.
    ratio: count => ((hits - count) * (sizeA - count)) / ((count + 1) * (sizeB - hits + count + 1)),
  };
}

// Returns the first count from the mode to the end whose probability is at most the limit, by binary search; the count after the end if there is
// none.
function firstAtMost(counts, limit, mode, end, step) {
  let above = 0;
  let atMost = Math.abs(end - mode) + 1;
  while (atMost - above > 1) {
    const middle = Math.floor((above + atMost) / 2);
    if (counts.logProbability(mode + step * middle) <= limit) atMost = middle;
    else above = middle;
  }
  return mode + step * atMost;
}

// Returns the sum of the probabilities from a count outward to the end, relative to that of the observed count.
function sumOfTail(counts, start, end, step, observed) {
  let term = Math.exp(counts.logProbability(start) - observed);
  let sum = 0;
  for (let count = start; term > sum * negligible; count += step) {
    sum += term;
    if (count === end) break;
    term *= step > 0 ? counts.ratio(count) : 1 / counts.ratio(count - 1);
  }
  return sum;
}

const halfLogOfTwoPi = 0.9189385332046728;
const logFactorials = firstLogFactorials();

function firstLogFactorials() {
  const logs = new Float64Array(16);
  let factorial = 1;
  for (let n = 1; n < logs.length; n++) logs[n] = Math.log((factorial *= n));
  return logs;
}

// Stirling's series. For n of at least 16, the first omitted term is less than 2e-14.
function logFactorial(n) {
  if (n < logFactorials.length) return logFactorials[n];
  const square = n * n;
  const series = (1 / 12 - (1 / 360 - (1 / 1260 - 1 / 1680 / square) / square) / square) / n;
  return (n + 0.5) * Math.log(n) - n + halfLogOfTwoPi + series;
}
