// JavaScript values on their way into a module: what its paths read of them, as a stream of tags.

/** The first byte of a value (src/profile/projected.rs); numbers behind it are little-endian. */
const NULL = 0;
const FALSE = 1;
const TRUE = 2;
const INTEGER = 3;
const NUMBER = 4;
const LONG = 5;
const TEXT = 6;
const LIST = 7;
const FIELDS = 8;
const OBJECT = 9;
const DEEP = 10;
const FAILED = 11;
/** The tag of an empty text; that of a short one is greater by its length. */
const SHORT = 0x80;

/** How many lists and objects may stand in each other: as many as the module reads of JSON. */
const MAX_DEPTH = 127;

/** Up to this length a loop is faster than the encoder. */
const FEW = 48;

/** Texts up to this length are encoded in place. */
export const MANY = 100_000;

/** The first room that is asked for, and the most that is kept from call to call, in bytes. */
const FIRST = 4096;
const KEPT = 1 << 20;

const encoder = new TextEncoder();

/** What is thrown where a value stands in too many others. */
const TOO_DEEP = {};

/** A node of the paths that a program reads. */
export class Paths {
  constructor([whole, ...fields]) {
    this.whole = whole;
    this.names = fields.filter((_, at) => at % 2 === 0);
    this.nodes = fields.filter((_, at) => at % 2 === 1).map((node) => new Paths(node));
    // Every object inherits this one; the profile's own is meant.
    this.inherited = this.names.indexOf('__proto__');
  }

  /** The node of a field of the profile, if it is read. */
  field(name) {
    return this.whole ? this : this.nodes[this.names.indexOf(name)];
  }
}

/** All of a value. */
const WHOLE = new Paths([true]);

/** Text and bytes are JSON already. */
export const isJson = (value) => typeof value === 'string' || value instanceof Uint8Array;

/**
 * Writes streams into the room that a module gives. Values may be read by code of the caller's, which
 * may evaluate something else meanwhile: that stream begins where this one has got to.
 */
export class Projection {
  #room;

  /** `room(length)` gives the bytes of that much room, with what was written there; 0 gives it back. */
  constructor(room) {
    this.#room = room;
    this.bytes = new Uint8Array();
    this.view = new DataView(this.bytes.buffer);
    this.length = 0;
    // The place of the next byte; no stream begins at 0.
    this.at = 1;
  }

  /** Where a new stream begins. */
  begin() {
    if (this.length > KEPT && this.at === 1) {
      this.length = 0;
      this.bytes = this.#room(0);
    }
    this.#reserve(1);
    return this.at++;
  }

  /** The stream that began at `from` holds the inputs of these bits, and is done. */
  end(from, held) {
    this.#reserve(0);
    this.bytes[from] = held;
    this.at = from;
  }

  /** In place of what was written since `from`: that reading ended in this error. */
  fail(from, cause) {
    this.at = from + 1;
    this.#tag(cause === TOO_DEEP ? DEEP : FAILED);
    this.end(from, 1);
  }

  /** A value as `JSON.stringify` sees it, as far as it is wanted. */
  value(value, node, depth = MAX_DEPTH, key = '') {
    switch (typeof value) {
      case 'string':
        return this.#text(value);
      case 'number':
        return this.#number(value);
      case 'boolean':
        return this.#tag(value ? TRUE : FALSE);
      case 'object':
        return value === null ? this.#tag(NULL) : this.#object(value, node, depth, key);
      case 'bigint':
        return this.#bigint(value);
      default:
        return this.#tag(NULL);
    }
  }

  #object(value, node, depth, key) {
    this.#plain(serialized(value, key), node, depth);
  }

  /** What `toJSON` gave: it is asked once. */
  #plain(value, node, depth) {
    if (typeof value === 'object' && value !== null) this.#structure(value, node, depth);
    else this.value(value, node, depth);
  }

  #structure(value, node, depth) {
    if (depth === 0) throw TOO_DEEP;
    if (Array.isArray(value)) return this.#list(value, node, depth - 1);
    if (!node.whole) return this.#some(value, node, depth - 1);
    const single = unboxed(value);
    return single === value ? this.#all(value, depth - 1) : this.value(single, node, depth);
  }

  /** An object of which some fields are read. */
  #some(object, node, depth) {
    const from = this.at;
    if (this.#fields(object, node, depth)) return;
    const single = unboxed(object);
    if (single === object) return;
    this.at = from;
    this.value(single, node, depth);
  }

  #list(items, node, depth) {
    const length = items.length >>> 0;
    this.#counted(LIST, length);
    for (let at = 0; at < length; at += 1) this.value(items[at], node, depth, at);
  }

  /** Whether there was any of them. */
  #fields(object, node, depth) {
    this.#tag(FIELDS);
    const { names, nodes, inherited } = node;
    let found = false;
    for (let at = 0; at < names.length; at += 1) {
      const name = names[at];
      const value = at !== inherited || Object.hasOwn(object, name) ? object[name] : undefined;
      if (typeof value === 'string') {
        found = true;
        this.#text(value);
      } else if (depth > 0 && !nodes[at].whole && isPlain(value)) {
        // Most objects are; in short what `value` does with them.
        found = true;
        this.#some(value, nodes[at], depth - 1);
      } else {
        if (value !== undefined && typeof value !== 'function') found = true;
        this.value(value, nodes[at], depth, name);
      }
    }
    return found;
  }

  #all(object, depth) {
    const from = this.at;
    this.#counted(OBJECT, 0);
    let count = 0;
    for (const key of Object.keys(object)) {
      const value = serialized(object[key], key);
      if (value === undefined || typeof value === 'function' || typeof value === 'symbol') continue;
      count += 1;
      this.#text(key);
      this.#plain(value, WHOLE, depth);
    }
    this.#reserve(0);
    this.view.setUint32(from + 1, count, true);
  }

  #tag(tag) {
    const at = this.#reserve(1);
    this.bytes[at] = tag;
    this.at = at + 1;
  }

  #counted(tag, count) {
    const at = this.#reserve(5);
    this.bytes[at] = tag;
    this.view.setUint32(at + 1, count, true);
    this.at = at + 5;
  }

  #number(value) {
    const at = this.#reserve(9);
    if ((value | 0) === value) {
      this.bytes[at] = INTEGER;
      this.view.setInt32(at + 1, value, true);
      this.at = at + 5;
    } else {
      this.bytes[at] = NUMBER;
      this.view.setFloat64(at + 1, value, true);
      this.at = at + 9;
    }
  }

  #bigint(value) {
    if (BigInt.asIntN(64, value) !== value) return this.#tag(NULL);
    const at = this.#reserve(9);
    this.bytes[at] = LONG;
    this.view.setBigInt64(at + 1, value, true);
    this.at = at + 9;
  }

  #text(value) {
    const { length } = value;
    if (length > FEW) return this.#encoded(value);
    const at = this.#reserve(length + 1);
    const { bytes } = this;
    for (let index = 0; index < length; index += 1) {
      const code = value.charCodeAt(index);
      if (code > 0x7f) return this.#encoded(value);
      bytes[at + 1 + index] = code;
    }
    bytes[at] = SHORT + length;
    this.at = at + 1 + length;
  }

  /** Half a surrogate pair is no character: the encoder replaces it. */
  #encoded(value) {
    // In place it needs room for the longest that it can be.
    const apart = value.length > MANY ? encoder.encode(value) : undefined;
    const at = this.#reserve(5 + (apart?.length ?? value.length * 3));
    const place = this.bytes.subarray(at + 5);
    if (apart) place.set(apart);
    const length = apart?.length ?? encoder.encodeInto(value, place).written;
    this.#counted(TEXT, length);
    this.at += length;
  }

  /** The place of the next byte, with room for so many. */
  #reserve(least) {
    const { at } = this;
    if (at + least > this.bytes.length) this.#grow(at + least);
    return at;
  }

  /** More room, or the same again: when the memory has grown, the old view of it has no bytes. */
  #grow(least) {
    let length = Math.max(this.length, FIRST);
    while (length < least) length *= 2;
    this.bytes = this.#room(length);
    this.length = length;
    this.view = new DataView(this.bytes.buffer, this.bytes.byteOffset, length);
  }
}

/** Whether a value is an object that is no list and has no other form as JSON. */
export const isPlain = (value) =>
  typeof value === 'object' && value !== null && typeof value.toJSON !== 'function' && !Array.isArray(value);

/** A value, or what its `toJSON` says that it is. */
function serialized(value, key) {
  if (typeof value !== 'object' || value === null) return value;
  const { toJSON } = value;
  return typeof toJSON === 'function' ? toJSON.call(value, String(key)) : value;
}

/** The number, text or Boolean that an object stands for, as `JSON.stringify` takes it. */
function unboxed(value) {
  if (value instanceof Number) return Number(value);
  if (value instanceof String) return String(value);
  return value instanceof Boolean || value instanceof BigInt ? value.valueOf() : value;
}
