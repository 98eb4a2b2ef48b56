// An instance of a module and its integer functions: what they are given and what they answer.

import { MANY, Paths, Projection, isJson } from './projection.js';
import { PqlError, binary, unready } from './shared.js';

/** The numbers of the kinds of artifacts. */
export const QUERY = 1;
export const SET = 2;

/** The numbers of the slots. */
const PROFILE = 0;
const EVENTS = 1;
const EVENT = 2;
const MEMBERSHIP = 3;
const PARAMETERS = 4;
const ARGUMENT = 5;
const STREAM = 6;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class Host {
  #wasm;
  #bytes = new Uint8Array();
  #view;
  #projection = new Projection((length) => this.#streamRoom(length));
  /** What nobody holds any more is given back some time later. */
  #forgotten = new FinalizationRegistry((handle) => this.drop(handle));

  /** The evaluating functions. */
  matches;
  evaluate;
  qualify;
  explain;
  retain;

  get isReady() {
    return this.#wasm !== undefined;
  }

  /** Takes the exports of an instance; the first ones stay. */
  attach(exports) {
    if (this.isReady) return;
    this.#wasm = exports;
    this.matches = exports.pql_matches;
    this.evaluate = exports.pql_evaluate;
    this.qualify = exports.pql_qualify;
    this.explain = exports.pql_explain;
    this.retain = exports.pql_retain;
  }

  /** The handle of an artifact, from its bytes. */
  load(kind, bytes) {
    if (!this.isReady) unready();
    this.put(ARGUMENT, binary(bytes));
    return this.#wasm.pql_load(kind) >>> 0 || this.refused();
  }

  /** What becomes of a handle when nobody holds its owner any more. */
  watch(owner, handle) {
    this.#forgotten.register(owner, handle, owner);
  }

  drop(handle, owner) {
    if (owner) this.#forgotten.unregister(owner);
    this.#wasm.pql_drop(handle);
  }

  describe(handle) {
    return this.answered(this.#wasm.pql_describe(handle));
  }

  /** The simple tests that a query is; null when it is more. */
  tests(handle) {
    return this.answered(this.#wasm.pql_tests(handle));
  }

  /** What is read of a profile for a purpose: 0 evaluation, 1 qualification, 2 retention. */
  paths(handle, purpose) {
    return new Paths(this.answered(this.#wasm.pql_paths(handle, purpose)));
  }

  /**
   * Puts what an evaluation looks at, and says where its stream is. Objects first: reading them runs
   * the caller's code.
   */
  give(handle, paths, profile, context) {
    const { events, event, segmentMembership, parameters } = context ?? NOTHING;
    const projection = this.#projection;
    const from = projection.begin();
    let held = 0;
    try {
      if (!isJson(profile)) {
        held |= 1 << PROFILE;
        projection.value(profile, paths);
      }
      if (context !== undefined && context !== null) {
        held |= this.#beside(EVENTS, events, paths, 'xEvent');
        held |= this.#beside(EVENT, event, paths, 'xEvent');
        held |= this.#beside(MEMBERSHIP, segmentMembership, paths, 'segmentMembership');
        held |= this.#beside(PARAMETERS, parameters, paths, '$');
      }
      projection.end(from, held);
    } catch (cause) {
      this.#unreadable(handle, from, cause);
    }
    if (isJson(profile)) this.put(PROFILE, profile);
    if (isJson(events)) this.put(EVENTS, events);
    if (isJson(event)) this.put(EVENT, event);
    if (isJson(segmentMembership)) this.put(MEMBERSHIP, segmentMembership);
    if (isJson(parameters)) this.put(PARAMETERS, parameters);
    return from;
  }

  /** The same of events alone. */
  giveEvents(handle, paths, events) {
    const projection = this.#projection;
    const from = projection.begin();
    try {
      const node = paths.field('xEvent');
      projection.end(from, isJson(events) ? 0 : this.#written(EVENTS, events, node));
    } catch (cause) {
      this.#unreadable(handle, from, cause);
    }
    if (isJson(events)) this.put(EVENTS, events);
    return from;
  }

  /** Puts the argument of a call. */
  argue(text) {
    this.put(ARGUMENT, text);
  }

  #beside(slot, value, paths, name) {
    if (value === undefined || value === null || isJson(value)) return 0;
    const node = paths.field(name);
    return node ? this.#written(slot, value, node) : 0;
  }

  #written(slot, value, node) {
    this.#projection.value(value, node);
    return 1 << slot;
  }

  /** An object that throws, or that is nested too deep; the module says so in its words. */
  #unreadable(handle, from, cause) {
    this.#projection.fail(from, cause);
    if (cause instanceof NoRoom) throw cause.error;
    if (this.evaluate(handle, 0, from) < 0) this.refused(cause);
  }

  /** A status that is an answer. */
  status(status) {
    return status < 0 ? this.refused() : status;
  }

  /** The value that was answered. */
  answered(status) {
    if (status < 0) this.refused();
    return parsed(this.output());
  }

  /** The members of a set that was evaluated, by the bits of the answer. */
  members(ids) {
    const found = [];
    const bytes = this.#memory();
    const start = this.#wasm.pql_output() >>> 0;
    const length = this.#wasm.pql_output_length() >>> 0;
    let at = 0;
    for (; at + 4 <= length; at += 4) {
      pick(found, ids, at * 8, this.#view.getInt32(start + at, true));
    }
    for (; at < length; at += 1) pick(found, ids, at * 8, bytes[start + at]);
    return found;
  }

  /** The answer of the last call; it is overwritten by the next. */
  output() {
    const start = this.#wasm.pql_output() >>> 0;
    return this.#memory().subarray(start, start + (this.#wasm.pql_output_length() >>> 0));
  }

  refused(cause) {
    const failure = parsed(this.output());
    throw new PqlError(failure.message, { ...failure, cause });
  }

  /** Text or bytes for a slot. */
  put(slot, input) {
    if (typeof input !== 'string') {
      const start = this.#room(slot, input.length);
      this.#memory().set(input, start);
    } else if (input.length > MANY) {
      this.put(slot, encoder.encode(input));
    } else {
      const most = input.length * 3;
      const start = this.#room(slot, most);
      // Asking for less keeps what was written.
      const place = this.#memory().subarray(start, start + most);
      this.#room(slot, encoder.encodeInto(input, place).written);
    }
  }

  #room(slot, length) {
    return this.#wasm.pql_put(slot, length) >>> 0 || this.refused();
  }

  #streamRoom(length) {
    try {
      const start = this.#room(STREAM, length);
      return new Uint8Array(this.#wasm.memory.buffer, start, length);
    } catch (error) {
      throw new NoRoom(error);
    }
  }

  /** The memory; a new view of it when it has grown, because then the old one has no bytes. */
  #memory() {
    if (this.#bytes.length === 0) {
      this.#bytes = new Uint8Array(this.#wasm.memory.buffer);
      this.#view = new DataView(this.#bytes.buffer);
    }
    return this.#bytes;
  }
}

const NOTHING = {};

/** That a stream does not fit is said as it is, wherever it is found. */
class NoRoom {
  constructor(error) {
    this.error = error;
  }
}

/** Adds the ids, from that of the lowest bit on, whose bit is set. */
function pick(found, ids, first, bits) {
  for (let left = bits; left !== 0; left &= left - 1) {
    found.push(ids[first + 31 - Math.clz32(left & -left)]);
  }
}

/** JSON; of a single word the first letter tells. */
function parsed(json) {
  if (json[0] === 0x74) return true;
  if (json[0] === 0x66) return false;
  return json[0] === 0x6e ? null : JSON.parse(decoder.decode(json));
}
