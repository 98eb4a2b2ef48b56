// Middle and spread of repeated measurements.

/** `{ median, low, high }`: the median and the quartiles. */
export function spread(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return { median: at(sorted, 0.5), low: at(sorted, 0.25), high: at(sorted, 0.75) };
}

export const median = (values) => spread(values).median;

/** The value at a part of the sorted list, between neighbours in proportion. */
function at(sorted, part) {
  const place = (sorted.length - 1) * part;
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
}
