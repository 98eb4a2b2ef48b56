// The fixed instant of the samples, and the spellings in which their timestamps are written.

export const NOW = '2026-11-20T12:00:00Z';
export const NOW_MS = Date.UTC(2026, 10, 20, 12, 0, 0);

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

// What real event data looks like: mostly an explicit offset without a fraction.
const SPELLINGS = [
  ['+00:00', 52],
  ['Z', 20],
  ['.mmmZ', 12],
  ['.mmm+offset', 4],
  ['-offset', 4],
  ['+offset', 3],
  ['micro', 1],
  ['epoch', 4],
];
const WEST = [-300, -360, -420, -480, -210];
const EAST = [60, 120, 330, 345, 540, 600];

/** The instant in one of the spellings that event sources use. */
export function spelled(source, ms) {
  const spelling = source.weighted(SPELLINGS);
  if (spelling === 'epoch') return ms;
  if (spelling === '-offset') return withOffset(ms, source.pick(WEST), '');
  if (spelling === '+offset') return withOffset(ms, source.pick(EAST), '');
  if (spelling === '.mmm+offset') return withOffset(ms, source.pick(EAST), fraction(ms));
  if (spelling === 'micro') return `${plain(ms)}.${pad(ms % 1000, 3)}417Z`;
  if (spelling === '.mmmZ') return `${plain(ms)}${fraction(ms)}Z`;
  return `${plain(ms)}${spelling}`;
}

/** `2026-11-20T12:00:00Z`: the spelling of profile attributes. */
export function iso(ms) {
  return `${plain(ms)}Z`;
}

/** `2026-11-20`: an XDM date. */
export function day(ms) {
  return new Date(ms).toISOString().slice(0, 10);
}

/** The same instant on the clock of a place `minutes` east of Greenwich. */
export function withOffset(ms, minutes, decimals) {
  const sign = minutes < 0 ? '-' : '+';
  const size = Math.abs(minutes);
  const offset = `${sign}${pad(Math.floor(size / 60), 2)}:${pad(size % 60, 2)}`;
  return `${plain(ms + minutes * MINUTE)}${decimals}${offset}`;
}

function plain(ms) {
  return new Date(ms).toISOString().slice(0, 19);
}

function fraction(ms) {
  return `.${pad(ms % 1000, 3)}`;
}

function pad(number, width) {
  return String(number).padStart(width, '0');
}
