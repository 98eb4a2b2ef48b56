// The public surface: what compiles, and the classes of the runtime with what only they can do.

import { Loaded, LoadedQuery, LoadedSet, loaded } from './artifacts.js';
import * as raw from './glue.js';
import { Host, QUERY, SET } from './host.js';
import { OPTIONS, chosen } from './options.js';
import { PqlError, disposable, freed, unmade, unready } from './shared.js';

export { edgeResponse } from './activation.js';
export { PqlError };

const host = new Host();

/** Takes a WebAssembly.Module or the bytes of pql.wasm. */
export function initSync(module) {
  host.attach(raw.initSync({ module }));
}

/** Takes an address, a Response, a WebAssembly.Module or the bytes, or a promise of one. */
export async function init(source) {
  const given = await source;
  host.attach(await raw.default({ module_or_path: given?.href ?? given }));
}

export function compile(source, options) {
  started();
  const settings = chosen(options, OPTIONS.compile);
  return new Query(kept(() => raw.compile(readable(source), settings, known(settings))));
}

export function check(source, options) {
  started();
  const settings = chosen(options, OPTIONS.check);
  return answered(() => raw.check(readable(source), settings, known(settings)));
}

export function format(source, options) {
  started();
  return answered(() => raw.format(readable(source), chosen(options, OPTIONS.format)));
}

export function convert(source) {
  started();
  return answered(() => raw.convert(readable(source)));
}

export function consentPredicate(purposes, options) {
  started();
  if (!Array.isArray(purposes) || !purposes.every((purpose) => typeof purpose === 'string')) {
    throw new TypeError('purposes must be an array of their names');
  }
  const settings = chosen(options, OPTIONS.consentPredicate);
  return answered(() => raw.consentPredicate(purposes, settings));
}

export function loadSchema(documents) {
  started();
  return new Schema(answered(() => raw.Schema.load(documents)));
}

let handle;

export class Schema {
  #raw;

  static {
    handle = (schema) => schema.#raw ?? freed('Schema');
  }

  constructor(schema) {
    if (!(schema instanceof raw.Schema)) unmade('Schema', 'loadSchema()');
    this.#raw = schema;
  }

  free() {
    this.#raw?.free();
    this.#raw = undefined;
  }
}

export class Query extends LoadedQuery {
  constructor(it) {
    super(it, 'compile() or Query.fromBytes()');
  }

  static fromBytes(bytes) {
    return new Query(new Loaded(host, host.load(QUERY, bytes)));
  }

  toBytes() {
    return raw.toBytes(loaded(this).handle);
  }
}

export class AudienceSet extends LoadedSet {
  #compiler;

  constructor(it, compiler) {
    super(it, 'AudienceSet.compile() or AudienceSet.fromBytes()');
    this.#compiler = compiler;
  }

  static compile(definitions, options) {
    started();
    const settings = chosen(options, OPTIONS.set);
    const given = list(definitions);
    const compiler = setCompiler(settings);
    return new AudienceSet(kept(() => compiler.compile(given)), compiler);
  }

  static fromBytes(bytes) {
    return new AudienceSet(new Loaded(host, host.load(SET, bytes)));
  }

  toBytes() {
    return raw.toBytes(loaded(this).handle);
  }

  update(added, removedIds = []) {
    const it = loaded(this);
    const [given, removed] = [list(added), ids(removedIds)];
    this.#compiler ??= setCompiler();
    answered(() => this.#compiler.update(it.handle, given, removed));
    it.forget();
  }

  eligibility(options) {
    const it = loaded(this);
    const settings = chosen(options, OPTIONS.eligibility);
    return answered(() => raw.eligibility(it.handle, settings));
  }

  get skipped() {
    return raw.skipped(loaded(this).handle);
  }

  get warnings() {
    return raw.warnings(loaded(this).handle);
  }

  free() {
    super.free();
    this.#compiler?.free();
    this.#compiler = undefined;
  }
}

disposable(Schema, Query, AudienceSet);

function started() {
  if (!host.isReady) unready();
}

/** What was compiled, by its handle. */
const kept = (make) => new Loaded(host, answered(make));

const setCompiler = (settings) => answered(() => new raw.SetCompiler(settings, known(settings)));

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
function answered(call) {
  try {
    return call();
  } catch (error) {
    if (error instanceof Error || typeof error?.message !== 'string') throw error;
    throw new PqlError(error.message, error);
  }
}
