// Times and ratios as people read them.

const UNITS = [['s', 1e9], ['ms', 1e6], ['µs', 1e3], ['ns', 1]];

/** Three digits and a unit: `1.23 µs`. */
export function time(ns) {
  const [unit, size] = UNITS.find(([, least]) => ns >= least) ?? UNITS.at(-1);
  return `${digits(ns / size)} ${unit}`;
}

export function digits(value) {
  if (value >= 100) return value.toFixed(0);
  if (value >= 10) return value.toFixed(1);
  return value >= 1 ? value.toFixed(2) : value.toPrecision(2);
}

export const count = (value) => value.toLocaleString('en');
