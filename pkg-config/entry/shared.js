// What the whole package and its runtime have in common: errors, times, checks of arguments.

/** PQL that does not compile, a profile that cannot be read, bytes that are no program. */
export class PqlError extends Error {
  #rendered;

  constructor(message, { diagnostics = [], rendered, cause } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'PqlError';
    this.diagnostics = diagnostics;
    this.#rendered = rendered || message;
  }

  /** The message as a terminal shows it: the source line with carets below it. */
  rendered() {
    return this.#rendered;
  }
}

/** `using query = …`, where the host knows the symbol. */
export function disposable(...classes) {
  if (!Symbol.dispose) return;
  for (const { prototype } of classes) prototype[Symbol.dispose] = prototype.free;
}

export function unready() {
  throw new Error('pql-edge is not ready: call initSync(…) or await init(…) first');
}

export function freed(name) {
  throw new TypeError(`this ${name} was freed and can no longer be used`);
}

export function unmade(name, makers) {
  throw new TypeError(`${name} has no public constructor: use ${makers}`);
}

export function binary(bytes) {
  if (bytes instanceof Uint8Array) return bytes;
  throw new TypeError('bytes must be a Uint8Array');
}

/** The time of an evaluation in epoch ms. */
export function instant(context) {
  const now = context?.now;
  return now === undefined ? Date.now() : time(now);
}

export function time(now) {
  const time = typeof now === 'string' ? parseTime(now) : epoch(now);
  if (Number.isFinite(time) && Math.abs(time) <= 8.64e15) return Math.floor(time);
  throw new TypeError(`now is not a time: ${shown(now)}`);
}

/** Epoch ms of a number or a date; what only could be turned into a number is no time. */
function epoch(now) {
  if (typeof now === 'number' || typeof now === 'bigint') return Number(now);
  return typeof now?.getTime === 'function' ? now.getTime() : NaN;
}

const TIME = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/i;

/** RFC 3339; a time without an offset is UTC on every machine, not that machine's own zone. */
function parseTime(text) {
  const parts = TIME.exec(text);
  if (!parts) return NaN;
  const [, clock, , , offset] = parts;
  return Date.parse(clock && !offset ? `${text}Z` : text);
}

function shown(value) {
  if (typeof value === 'string') return JSON.stringify(value);
  return Array.isArray(value) ? 'an array' : String(value);
}
