// The nearest of the names that there are.

/** The name that was probably meant; undefined when none is near. */
export function nearest(given, names) {
  const most = Math.max(1, Math.floor(given.length / 3));
  const ranked = names
    .map((name) => ({ name, distance: distance(given.toLowerCase(), name.toLowerCase()) }))
    .filter((one) => one.distance <= most || (given.length >= 3 && one.name.startsWith(given)))
    .sort((a, b) => a.distance - b.distance);
  return ranked[0]?.name;
}

/** How many letters to change, add, drop or swap with the next. */
export function distance(from, to) {
  let before = [];
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const same = from[i - 1] === to[j - 1] ? 0 : 1;
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + same);
      const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      if (swapped) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    [before, row] = [row, next];
  }
  return row[to.length];
}
