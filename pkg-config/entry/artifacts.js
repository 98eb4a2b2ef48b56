// Queries and sets of audiences that are loaded: what the whole package and its runtime share.

import { Qualification } from './activation.js';
import { freed, instant, unmade } from './shared.js';
import { Simple } from './simple.js';

/** What is read of a profile depends on what it is read for. */
const EVALUATION = 0;
const QUALIFICATION = 1;
const RETENTION = 2;

/** The handle of an artifact with what is known of it. */
export class Loaded {
  #description;
  #paths = [];
  #simple;

  constructor(host, handle) {
    this.host = host;
    this.handle = handle;
  }

  get description() {
    return (this.#description ??= this.host.describe(this.handle));
  }

  paths(purpose) {
    return (this.#paths[purpose] ??= this.host.paths(this.handle, purpose));
  }

  /** The tests that a query is, if that is all. */
  get simple() {
    if (this.#simple === undefined) this.#simple = Simple.from(this.host.tests(this.handle));
    return this.#simple;
  }

  /** Nothing is known any more: the artifact was changed. */
  forget() {
    this.#description = undefined;
    this.#paths = [];
  }
}

/** What an artifact stands for; an error when it was freed. */
export let loaded;

class Artifact {
  #loaded;
  #name;

  static {
    loaded = (artifact) => artifact.#loaded ?? freed(artifact.#name);
  }

  constructor(it, name, makers) {
    if (!(it instanceof Loaded)) unmade(name, makers);
    this.#loaded = it;
    this.#name = name;
    it.host.watch(this, it.handle);
  }

  get reads() {
    return [...loaded(this).description.reads];
  }

  free() {
    if (this.#loaded === undefined) return;
    const { host, handle } = this.#loaded;
    host.drop(handle, this);
    this.#loaded = undefined;
  }
}

export class LoadedQuery extends Artifact {
  constructor(it, makers) {
    super(it, 'Query', makers);
  }

  evaluate(profile, context) {
    const it = loaded(this);
    const { host, handle } = it;
    const now = instant(context);
    const stream = host.give(handle, it.paths(EVALUATION), profile, context);
    return host.answered(host.evaluate(handle, now, stream));
  }

  matches(profile, context) {
    const it = loaded(this);
    const { host, handle } = it;
    const now = instant(context);
    const decided = isAlone(profile, context) ? it.simple?.matches(profile) : undefined;
    if (decided !== undefined) return decided;
    const stream = host.give(handle, it.paths(EVALUATION), profile, context);
    return host.status(host.matches(handle, now, stream)) === 1;
  }

  explain(profile, context) {
    const it = loaded(this);
    const { host, handle } = it;
    const now = instant(context);
    const stream = host.give(handle, it.paths(EVALUATION), profile, context);
    return host.answered(host.explain(handle, now, stream));
  }

  get resultType() {
    return loaded(this).description.resultType;
  }
}

/** Whether there is an object and nothing beside it. */
function isAlone(profile, context) {
  if (typeof profile !== 'object') return false;
  const { events, event, segmentMembership, parameters } = context ?? NOTHING;
  return isAbsent(events) && isAbsent(event) && isAbsent(segmentMembership) && isAbsent(parameters);
}

const NOTHING = {};

const isAbsent = (value) => value === undefined || value === null;

export class LoadedSet extends Artifact {
  constructor(it, makers) {
    super(it, 'AudienceSet', makers);
  }

  evaluate(profile, context) {
    const it = loaded(this);
    const { host, handle } = it;
    const { ids } = it.description;
    const now = instant(context);
    const stream = host.give(handle, it.paths(EVALUATION), profile, context);
    host.status(host.evaluate(handle, now, stream));
    return host.members(ids);
  }

  qualify(profile, context) {
    const it = loaded(this);
    const { host, handle } = it;
    const now = instant(context);
    const stream = host.give(handle, it.paths(QUALIFICATION), profile, context);
    return new Qualification(host.answered(host.qualify(handle, now, stream)));
  }

  explain(id, profile, context) {
    const it = loaded(this);
    const { host, handle } = it;
    const asked = String(id);
    const now = instant(context);
    const stream = host.give(handle, it.paths(EVALUATION), profile, context);
    host.argue(asked);
    return host.answered(host.explain(handle, now, stream));
  }

  retain(events, now) {
    const it = loaded(this);
    const { host, handle } = it;
    const time = instant({ now });
    const stream = host.giveEvents(handle, it.paths(RETENTION), events);
    return host.answered(host.retain(handle, time, stream));
  }

  get size() {
    return loaded(this).description.ids.length;
  }

  get ids() {
    return [...loaded(this).description.ids];
  }

  get lookback() {
    const { milliseconds, paths } = loaded(this).description.lookback;
    return { milliseconds, paths: [...paths] };
  }

  get skipped() {
    loaded(this);
    return [];
  }
}
