// The public surface: thin classes over the module, the same file in every entry.

import { Qualification } from './activation.js';
import * as raw from './glue.js';

export { edgeResponse } from './activation.js';

let ready = false;

/** Takes a WebAssembly.Module or the bytes of pql.wasm. */
export function initSync(module) {
  raw.initSync({ module });
  ready = true;
}

/** Takes an address, a Response, a WebAssembly.Module or the bytes, or a promise of one. */
export async function init(source) {
  const given = await source;
  await raw.default({ module_or_path: given?.href ?? given });
  ready = true;
}

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

export function compile(source, options) {
  started();
  try {
    return new Query(raw.Query.compile(readable(source), options, known(options)));
  } catch (error) {
    throw failure(error);
  }
}

export function check(source, options) {
  started();
  try {
    return raw.check(readable(source), options, known(options));
  } catch (error) {
    throw failure(error);
  }
}

export function format(source, options) {
  started();
  try {
    return raw.format(readable(source), options);
  } catch (error) {
    throw failure(error);
  }
}

export function convert(source) {
  started();
  try {
    return raw.convert(readable(source));
  } catch (error) {
    throw failure(error);
  }
}

export function consentPredicate(purposes, options) {
  started();
  if (!Array.isArray(purposes) || !purposes.every((purpose) => typeof purpose === 'string')) {
    throw new TypeError('purposes must be an array of their names');
  }
  try {
    return raw.consentPredicate(purposes, options);
  } catch (error) {
    throw failure(error);
  }
}

export function loadSchema(documents) {
  started();
  try {
    return new Schema(raw.Schema.load(documents));
  } catch (error) {
    throw failure(error);
  }
}

let handle;

export class Schema {
  #raw;

  static {
    handle = (schema) => schema.#raw ?? freed('Schema');
  }

  constructor(schema) {
    this.#raw = only(schema, raw.Schema, 'Schema', 'loadSchema()');
  }

  free() {
    this.#raw?.free();
    this.#raw = undefined;
  }
}

export class Query {
  #raw;

  constructor(program) {
    this.#raw = only(program, raw.Query, 'Query', 'compile() or Query.fromBytes()');
  }

  static fromBytes(bytes) {
    started();
    try {
      return new Query(raw.Query.fromBytes(binary(bytes)));
    } catch (error) {
      throw failure(error);
    }
  }

  evaluate(profile, context) {
    const query = this.#live();
    try {
      return query.evaluate(profile, instant(context), given(context));
    } catch (error) {
      throw failure(error);
    }
  }

  matches(profile, context) {
    const query = this.#live();
    try {
      return query.matches(profile, instant(context), given(context));
    } catch (error) {
      throw failure(error);
    }
  }

  explain(profile, context) {
    const query = this.#live();
    try {
      return query.explain(profile, instant(context), given(context));
    } catch (error) {
      throw failure(error);
    }
  }

  toBytes() {
    return this.#live().toBytes();
  }

  get reads() {
    return this.#live().reads;
  }

  get resultType() {
    return this.#live().resultType;
  }

  free() {
    this.#raw?.free();
    this.#raw = undefined;
  }

  #live() {
    return this.#raw ?? freed('Query');
  }
}

export class AudienceSet {
  #raw;

  constructor(set) {
    this.#raw = only(set, raw.AudienceSet, 'AudienceSet', 'AudienceSet.compile()');
  }

  static compile(definitions, options) {
    started();
    try {
      return new AudienceSet(raw.AudienceSet.compile(list(definitions), options, known(options)));
    } catch (error) {
      throw failure(error);
    }
  }

  evaluate(profile, context) {
    const set = this.#live();
    try {
      return set.evaluate(profile, instant(context), given(context));
    } catch (error) {
      throw failure(error);
    }
  }

  qualify(profile, context) {
    const set = this.#live();
    try {
      return new Qualification(set.qualify(profile, instant(context), given(context)));
    } catch (error) {
      throw failure(error);
    }
  }

  explain(id, profile, context) {
    const set = this.#live();
    try {
      return set.explain(id, profile, instant(context), given(context));
    } catch (error) {
      throw failure(error);
    }
  }

  get size() {
    return this.#live().size;
  }

  get ids() {
    return this.#live().ids;
  }

  get reads() {
    return this.#live().reads;
  }

  get skipped() {
    return this.#live().skipped;
  }

  free() {
    this.#raw?.free();
    this.#raw = undefined;
  }

  #live() {
    return this.#raw ?? freed('AudienceSet');
  }
}

// `using query = compile(…)`, where the host knows the symbol.
if (Symbol.dispose) {
  for (const { prototype } of [Schema, Query, AudienceSet]) prototype[Symbol.dispose] = prototype.free;
}

function started() {
  if (!ready) throw new Error('pql-edge is not ready: call initSync(…) or await init(…) first');
}

function only(value, type, name, makers) {
  if (value instanceof type) return value;
  throw new TypeError(`${name} has no public constructor: use ${makers}`);
}

function freed(name) {
  throw new TypeError(`this ${name} was freed and can no longer be used`);
}

function readable(source) {
  if (typeof source === 'string' || (typeof source === 'object' && source !== null)) return source;
  throw new TypeError('a source is PQL text, an expression or a segment definition');
}

let nothing;

/** The module's schema of the options; one that knows nothing when there is none. */
function known(options) {
  const schema = options?.schema;
  if (schema === undefined || schema === null) return (nothing ??= raw.Schema.none());
  if (schema instanceof Schema) return handle(schema);
  throw new TypeError('schema must come from loadSchema()');
}

function list(definitions) {
  if (Array.isArray(definitions)) return definitions;
  throw new TypeError('definitions must be an array of segment definitions');
}

function binary(bytes) {
  if (bytes instanceof Uint8Array) return bytes;
  throw new TypeError('bytes must be a Uint8Array');
}

/** What the module throws is a plain object; everything else is not ours to rename. */
function failure(error) {
  if (error instanceof Error || typeof error?.message !== 'string') return error;
  return new PqlError(error.message, error);
}

/** The module takes the time apart from the rest, and nothing at all when there is no rest. */
function given(context) {
  if (context === undefined || context === null) return undefined;
  const { events, event, segmentMembership, parameters } = context;
  const empty = [events, event, segmentMembership, parameters].every((it) => it === undefined);
  return empty ? undefined : context;
}

function instant(context) {
  const now = context?.now;
  if (now === undefined) return Date.now();
  const time = typeof now === 'string' ? parseTime(now) : Number(now);
  if (Number.isFinite(time) && Math.abs(time) <= 8.64e15) return Math.floor(time);
  throw new TypeError(`now is not a time: ${shown(now)}`);
}

const TIME = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/i;

/** RFC 3339; a time without an offset is UTC on every machine, not that machine's own zone. */
function parseTime(text) {
  const parts = TIME.exec(text);
  if (!parts) return NaN;
  const [, clock, , , offset] = parts;
  return Date.parse(clock && !offset ? `${text}Z` : text);
}

const shown = (value) => (typeof value === 'string' ? JSON.stringify(value) : String(value));
