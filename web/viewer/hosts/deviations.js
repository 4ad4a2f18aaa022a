// How hosts differ from each other. The score of a host is the greatest distance of its number of samples in a column from the median of all hosts, in
// standard deviations of a count of that size.

export function deviationsOf(rows) {
  const columns = rows.length === 0 ? 0 : rows[0].length;
  const medians = Array.from({ length: columns }, (_, column) => medianOf(rows.map(values => values[column])));
  return {
    medians,
    rows: rows.map(values => {
      const worst = { column: -1, score: 0 };
      values.forEach((value, column) => {
        const score = Math.abs(value - medians[column]) / Math.sqrt(medians[column] + 1);
        if (score > worst.score) Object.assign(worst, { column, score });
      });
      return worst;
    }),
  };
}

function medianOf(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : Math.round((sorted[middle - 1] + sorted[middle]) / 2);
}
