// Returns Newcombe's hybrid score interval (1998, method 10), equal to the library's: the 95% confidence interval {low, high} of
// hitsA / sizeA - hitsB / sizeB; from -1 to 1 if a side is empty.
export function newcombeInterval(hitsA, sizeA, hitsB, sizeB) {
  if (sizeA === 0 || sizeB === 0) return { low: -1, high: 1 };
  const a = hitsA / sizeA;
  const b = hitsB / sizeB;
  const ofA = wilsonInterval(a, sizeA);
  const ofB = wilsonInterval(b, sizeB);
  return {
    low: Math.max(-1, a - b - Math.sqrt((a - ofA.low) ** 2 + (ofB.high - b) ** 2)),
    high: Math.min(1, a - b + Math.sqrt((ofA.high - a) ** 2 + (b - ofB.low) ** 2)),
  };
}

// The 97.5th percentile of the standard normal distribution.
const percentile = 1.9599639845400545;

function wilsonInterval(share, size) {
  const square = (percentile * percentile) / size;
  const middle = share + square / 2;
  const reach = percentile * Math.sqrt((share * (1 - share) + square / 4) / size);
  return { low: Math.max(0, (middle - reach) / (1 + square)), high: Math.min(1, (middle + reach) / (1 + square)) };
}
