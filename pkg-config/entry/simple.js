// Queries that are simple tests of a few paths, decided on the object itself where that is certain.
//
// The module knows the language; here are only the cases that JavaScript cannot see differently:
// members that are text, finite numbers, Booleans or not there, of objects that are no lists and
// have no other form as JSON. Everything else is left to the module, which then reads the profile
// itself. All that the query reads is looked at before anything is decided, as the module does, so
// that what it would refuse is never answered here.

import { isJson, isPlain } from './projection.js';

/** In place of bits: that is for the module to judge. */
const UNKNOWN = 1 << 31;

/** Longer texts are for the module, which counts steps. */
const LONG = 1000;

/**
 * By the name of a test: from its bit and its constants a function of a value, which gives the bit, 0 or
 * `UNKNOWN`; nothing when the constants are not of its kind.
 */
const TESTS = {
  __proto__: null,
  true: (bit) => (value) => (value !== false && isThere(value) ? bit : 0),
  isNull: (bit) => (value) => (isThere(value) ? 0 : bit),
  isNotNull: (bit) => (value) => (isThere(value) ? bit : 0),
  '=': (bit, constant) => (value) =>
    value === constant ? bit : isDifferent(value, constant) ? 0 : UNKNOWN,
  '!=': (bit, constant) => (value) => {
    if (!isDifferent(value, constant)) return value === constant ? 0 : UNKNOWN;
    return isThere(value) ? bit : 0;
  },
  in: (bit, ...constants) => {
    const [first] = constants;
    if (!constants.every((constant) => typeof constant === typeof first)) return undefined;
    const known = new Set(constants);
    return (value) => (known.has(value) ? bit : isDifferent(value, first) ? 0 : UNKNOWN);
  },
  '<': bounded((bit, bound) => (value) => (typeof value === 'number' && value < bound ? bit : 0)),
  '<=': bounded((bit, bound) => (value) => (typeof value === 'number' && value <= bound ? bit : 0)),
  '>': bounded((bit, bound) => (value) => (typeof value === 'number' && value > bound ? bit : 0)),
  '>=': bounded((bit, bound) => (value) => (typeof value === 'number' && value >= bound ? bit : 0)),
  startsWith: one((value, text) => value.startsWith(text), true),
  doesNotStartWith: one((value, text) => value.startsWith(text), false),
  endsWith: one((value, text) => value.endsWith(text), true),
  doesNotEndWith: one((value, text) => value.endsWith(text), false),
  contains: one((value, text) => value.includes(text), true),
  doesNotContain: one((value, text) => value.includes(text), false),
  equals: textual((value, texts) => texts.includes(value), true),
  notEqualTo: textual((value, texts) => texts.includes(value), false),
};

const isThere = (value) => value !== undefined && value !== null;

/** Nothing is converted when the types are the same or there is no value: then what is not the same differs. */
const isDifferent = (value, constant) =>
  typeof value === typeof constant ? value !== constant : !isThere(value);

/** Text against a number is no order; text against text is one of times. */
function bounded(make) {
  return (bit, bound) => (typeof bound === 'number' ? make(bit, bound) : undefined);
}

/** A test of one text. */
function one(has, wanted) {
  const make = textual((value, [text]) => has(value, text), wanted);
  return (bit, text, ...flag) => (typeof flag[0] === 'string' ? undefined : make(bit, text, ...flag));
}

/** A test of texts, behind which a flag may stand: whether case matters. */
function textual(has, wanted) {
  return (bit, ...texts) => {
    const exact = typeof texts.at(-1) === 'boolean' ? texts.pop() : true;
    if (texts.length === 0 || !texts.every((text) => typeof text === 'string')) return undefined;
    if (exact) return (value) => (typeof value === 'string' && has(value, texts) === wanted ? bit : 0);
    if (!texts.every(isAscii)) return undefined;
    const folded = texts.map((text) => text.toLowerCase());
    return (value) => {
      if (typeof value !== 'string') return 0;
      if (!isAscii(value)) return UNKNOWN;
      return has(value.toLowerCase(), folded) === wanted ? bit : 0;
    };
  };
}

const isAscii = (text) => !/[^\0-\x7f]/.test(text);

/** A value that tests can judge. */
function isCertain(value) {
  switch (typeof value) {
    case 'string':
      return value.length <= LONG;
    case 'number':
      return value - value === 0;
    case 'boolean':
    case 'undefined':
      return true;
    default:
      return value === null;
  }
}

/** Whether an object without a member can be nothing but an object without it. */
function isBare(object) {
  const prototype = Object.getPrototypeOf(object);
  return prototype === Object.prototype || prototype === null;
}

/** A field that is read: tests of its value, or fields of it. */
class Field {
  constructor([name, tests, fields]) {
    this.name = name;
    this.tests = tests.map(([number, test, ...constants]) => TESTS[test]?.(1 << number, ...constants));
    this.fields = fields.map((field) => new Field(field));
    // The bits when there is no value.
    this.absent = this.isKnown ? this.of(undefined) : UNKNOWN;
  }

  /** Every object inherits `__proto__`, which is not what is meant. */
  get isKnown() {
    return (
      this.name !== '__proto__' &&
      !this.tests.includes(undefined) &&
      this.fields.every((field) => field.isKnown)
    );
  }

  /** The bits of the tests that a value passes. */
  of(value) {
    const { tests, fields } = this;
    let bits = 0;
    for (let at = 0; at < tests.length; at += 1) bits |= tests[at](value);
    for (let at = 0; at < fields.length; at += 1) bits |= fields[at].absent;
    return bits;
  }

  /** The same below this field, of an object that is plain. */
  within(object) {
    const { fields } = this;
    let bits = 0;
    for (let at = 0; at < fields.length; at += 1) {
      const field = fields[at];
      const value = object[field.name];
      if (field.fields.length > 0 && isPlain(value)) bits |= field.within(value);
      else if (!isCertain(value) || (value === undefined && !isBare(object))) return UNKNOWN;
      else bits |= field.of(value);
      if (bits < 0) return UNKNOWN;
    }
    return bits;
  }
}

export class Simple {
  #root;
  #rows;

  constructor(root, rows) {
    this.#root = root;
    this.#rows = rows;
  }

  /** From what the module says of a query; null when it is more than these tests. */
  static from(described) {
    const root = described && new Field(described[0]);
    return root?.isKnown ? new Simple(root, described[1]) : null;
  }

  /** Whether a profile fits; undefined where the module has to say. */
  matches(profile) {
    const bits = this.#bits(profile);
    if (bits < 0) return undefined;
    for (const row of this.#rows) {
      let at = 0;
      while (at < row.length && ((bits & row[at]) | (~bits & row[at + 1])) !== 0) at += 2;
      if (at === row.length) return true;
    }
    return false;
  }

  #bits(profile) {
    try {
      return isPlain(profile) && !isJson(profile) ? this.#root.within(profile) : UNKNOWN;
    } catch {
      return UNKNOWN;
    }
  }
}
