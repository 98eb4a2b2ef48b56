// The public surface: thin classes over the module, the same file in every entry.

import { Qualification } from './activation.js';
import * as raw from './glue.js';
import { OPTIONS, chosen } from './options.js';
import { PqlError, binary, disposable, freed, given, instant, unmade, unready } from './shared.js';

export { edgeResponse } from './activation.js';
export { PqlError };

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

export function compile(source, options) {
  started();
  const settings = chosen(options, OPTIONS.compile);
  try {
    return new Query(raw.Query.compile(readable(source), settings, known(settings)));
  } catch (error) {
    throw failure(error);
  }
}

export function check(source, options) {
  started();
  const settings = chosen(options, OPTIONS.check);
  try {
    return raw.check(readable(source), settings, known(settings));
  } catch (error) {
    throw failure(error);
  }
}

export function format(source, options) {
  started();
  try {
    return raw.format(readable(source), chosen(options, OPTIONS.format));
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
    return raw.consentPredicate(purposes, chosen(options, OPTIONS.consentPredicate));
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
    const settings = chosen(options, OPTIONS.set);
    try {
      const set = raw.AudienceSet.compile(list(definitions), settings, known(settings));
      return new AudienceSet(set);
    } catch (error) {
      throw failure(error);
    }
  }

  static fromBytes(bytes) {
    started();
    try {
      return new AudienceSet(raw.AudienceSet.fromBytes(binary(bytes)));
    } catch (error) {
      throw failure(error);
    }
  }

  toBytes() {
    return this.#live().toBytes();
  }

  update(added, removedIds = []) {
    const set = this.#live();
    try {
      set.update(list(added), ids(removedIds));
    } catch (error) {
      throw failure(error);
    }
  }

  retain(events, now) {
    const set = this.#live();
    try {
      return set.retain(events, instant({ now }));
    } catch (error) {
      throw failure(error);
    }
  }

  get lookback() {
    return this.#live().lookback;
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
      return set.explain(String(id), profile, instant(context), given(context));
    } catch (error) {
      throw failure(error);
    }
  }

  eligibility(options) {
    const set = this.#live();
    try {
      return set.eligibility(chosen(options, OPTIONS.eligibility));
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

  get warnings() {
    return this.#live().warnings;
  }

  free() {
    this.#raw?.free();
    this.#raw = undefined;
  }

  #live() {
    return this.#raw ?? freed('AudienceSet');
  }
}

disposable(Schema, Query, AudienceSet);

function started() {
  if (!ready) unready();
}

function only(value, type, name, makers) {
  return value instanceof type ? value : unmade(name, makers);
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
  if (typeof definitions === 'string') return definitions;
  if (typeof definitions === 'object' && definitions !== null) return definitions;
  throw new TypeError('definitions are objects, an array of them, or their JSON as text or bytes');
}

function ids(removed) {
  if (Array.isArray(removed) && removed.every((id) => typeof id === 'string')) return removed;
  throw new TypeError('the ids to remove must be an array of strings');
}

/** What the module throws is a plain object; everything else is not ours to rename. */
function failure(error) {
  if (error instanceof Error || typeof error?.message !== 'string') return error;
  return new PqlError(error.message, error);
}
