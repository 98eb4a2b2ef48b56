// The surface of the runtime: thin classes over the integer functions of runtime.wasm.

import { Qualification } from './activation.js';
import { call, drop, json, load, output, parsed } from './runtime-host.js';
import { PqlError, disposable, freed, given, instant, unmade } from './shared.js';

export { edgeResponse } from './activation.js';
export { init, initSync } from './runtime-host.js';
export { PqlError };

/** The numbers of the kinds of artifacts. */
const QUERY = 1;
const SET = 2;

/** What nobody else has: only a class here may make an instance. */
const KEY = {};

/** Instances that nobody holds any more; their memory is given back some time later. */
const forgotten = new FinalizationRegistry(drop);

let handle;

/** Something that was loaded, and its description. */
class Artifact {
  #handle;
  #name;

  static {
    handle = (artifact) => artifact.#handle ?? freed(artifact.#name);
  }

  constructor(key, bytes, kind, name) {
    if (key !== KEY) unmade(name, `${name}.fromBytes()`);
    this.#name = name;
    this.#handle = load(kind, bytes);
    forgotten.register(this, this.#handle, this);
  }

  free() {
    if (this.#handle === undefined) return;
    forgotten.unregister(this);
    drop(this.#handle);
    this.#handle = undefined;
  }
}

export class Query extends Artifact {
  #description;

  constructor(key, bytes) {
    super(key, bytes, QUERY, 'Query');
    this.#description = describe(this);
  }

  static fromBytes(bytes) {
    return new Query(KEY, bytes);
  }

  evaluate(profile, context) {
    run('pql_evaluate', this, profile, context);
    return parsed();
  }

  matches(profile, context) {
    return run('pql_matches', this, profile, context) === 1;
  }

  explain(profile, context) {
    run('pql_explain', this, profile, context);
    return parsed();
  }

  get reads() {
    handle(this);
    return [...this.#description.reads];
  }

  get resultType() {
    handle(this);
    return this.#description.resultType;
  }
}

export class AudienceSet extends Artifact {
  #description;

  constructor(key, bytes) {
    super(key, bytes, SET, 'AudienceSet');
    this.#description = describe(this);
  }

  static fromBytes(bytes) {
    return new AudienceSet(KEY, bytes);
  }

  evaluate(profile, context) {
    run('pql_evaluate', this, profile, context);
    const bits = output();
    return this.#description.ids.filter((_, at) => bits[at >> 3] & (1 << (at & 7)));
  }

  qualify(profile, context) {
    run('pql_qualify', this, profile, context);
    return new Qualification(parsed());
  }

  explain(id, profile, context) {
    run('pql_explain', this, profile, context, String(id));
    return parsed();
  }

  retain(events, now) {
    const at = handle(this);
    const time = BigInt(instant({ now }));
    call('pql_retain', at, time, [undefined, json(events)]);
    return parsed();
  }

  get size() {
    return this.ids.length;
  }

  get ids() {
    handle(this);
    return [...this.#description.ids];
  }

  get reads() {
    handle(this);
    return [...this.#description.reads];
  }

  get lookback() {
    handle(this);
    const { milliseconds, paths } = this.#description.lookback;
    return { milliseconds, paths: [...paths] };
  }

  get skipped() {
    handle(this);
    return [];
  }
}

disposable(Query, AudienceSet);

function describe(artifact) {
  call('pql_describe', handle(artifact));
  return parsed();
}

/** Everything is turned into text before any of it is handed over: the caller's code runs then. */
function run(name, artifact, profile, context, argument) {
  const at = handle(artifact);
  const now = BigInt(instant(context));
  const { events, event, segmentMembership, parameters } = given(context) ?? {};
  const inputs = [json(profile ?? null)];
  for (const part of [events, event, segmentMembership, parameters]) {
    inputs.push(part === undefined || part === null ? undefined : json(part));
  }
  return call(name, at, now, [...inputs, argument]);
}
