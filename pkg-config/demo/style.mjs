// Colours and numbers for a terminal.

/** Functions that colour text when the stream is a terminal that wants it. */
export function colours(stream) {
  const wanted = stream.isTTY && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
  const paint = (code) => (text) => (wanted ? `\u001b[${code}m${text}\u001b[0m` : text);
  return {
    bold: paint(1), dim: paint(2), green: paint(32), yellow: paint(33), cyan: paint(36),
  };
}

/** `840 ns`, `1.24 µs`, `12.4 µs`, `1.20 ms`. */
export function duration(ns) {
  if (ns < 999.5) return `${Math.round(ns)} ns`;
  if (ns < 999500) return `${(ns / 1000).toPrecision(3)} µs`;
  return `${(ns / 1e6).toPrecision(3)} ms`;
}

/** `12,345`, rounded to three figures when `rough`. */
export function count(number, rough = false) {
  const shown = rough ? Number(number.toPrecision(3)) : number;
  return Math.round(shown).toLocaleString('en-US');
}

/** The text in exactly `width` columns. */
export function fit(text, width) {
  const wide = columns(text);
  if (wide <= width) return text + ' '.repeat(width - wide);
  const kept = [];
  let used = 0;
  for (const letter of text) {
    used += columns(letter);
    if (used > width - 1) break;
    kept.push(letter);
  }
  return fit(`${kept.join('')}…`, width);
}

const WIDE = /[\u1100-\u115f\u2e80-\uffdc\u{1f000}-\u{1faff}]/u;

/** Columns on a terminal: East Asian letters and pictures take two. */
function columns(text) {
  let sum = 0;
  for (const letter of text) sum += WIDE.test(letter) ? 2 : 1;
  return sum;
}
