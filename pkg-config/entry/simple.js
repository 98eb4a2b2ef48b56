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

/** A value of an object that tests can judge. */
function isCertain(value, object) {
  switch (typeof value) {
    case 'string':
      return value.length <= LONG;
    case 'number':
      return value - value === 0;
    case 'boolean':
      return true;
    case 'undefined':
      return isBare(object);
    default:
      return value === null;
  }
}

/** Whether an object without a member can be nothing but an object without it. */
function isBare(object) {
  const prototype = Object.getPrototypeOf(object);
  return prototype === Object.prototype || prototype === null;
}

/** An object that is no list; whether it has a form of its own as JSON is to be asked besides. */
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A field that is read: tests of its value, or fields of it. */
class Field {
  constructor([name, tests, fields]) {
    // A text of JSON.parse is slow as a key, unless it is the key of something.
    this.name = Object.keys({ [name]: 0 })[0];
    this.tests = tests.map(([number, test, ...constants]) => TESTS[test]?.(1 << number, ...constants));
    this.fields = fields.map((field) => new Field(field));
    // Every object inherits `__proto__`, which is not what is meant.
    this.isKnown =
      name !== '__proto__' &&
      !this.tests.includes(undefined) &&
      this.fields.every(({ isKnown }) => isKnown);
  }

  /** The bits when there is no value. */
  absent() {
    const own = this.tests.reduce((bits, test) => bits | test(undefined), 0);
    return this.fields.reduce((bits, field) => bits | field.absent(), own);
  }

  /** From an object the bits of the fields of this one, which it is the value of. */
  members() {
    const readers = this.fields.map(reader);
    if (readers.length === 1) return readers[0];
    return (object) => {
      let bits = 0;
      for (let at = 0; at < readers.length && bits >= 0; at += 1) bits |= readers[at](object);
      return bits;
    };
  }

  /** From the value of this field, which is none of these objects, and the object that it is in. */
  judge() {
    const { tests } = this;
    const absent = this.absent();
    if (tests.length === 0) return (value, object) => (isCertain(value, object) ? absent : UNKNOWN);
    const [only] = tests;
    if (tests.length === 1) {
      return (value, object) => (isCertain(value, object) ? only(value) : UNKNOWN);
    }
    return (value, object) => {
      if (!isCertain(value, object)) return UNKNOWN;
      return tests.reduce((bits, test) => bits | test(value), 0);
    };
  }

  /** From the value of this field and the object that it is in. */
  value() {
    const judge = this.judge();
    if (this.fields.length === 0) return judge;
    const members = this.members();
    return (value, object) => (isPlain(value) ? members(value) : judge(value, object));
  }
}

/**
 * From the object that a field is in the bits of all below it. Fields that are alone in theirs are read
 * in one go, a function for each length: the engine then knows each place by the objects that it meets.
 */
function reader(field) {
  const first = field.judge();
  if (field.fields.length !== 1) {
    const { name } = field;
    const value = field.value();
    return (object) => value(object[name], object);
  }
  const [second] = field.fields;
  const [a, b] = [field.name, second.name];
  if (second.fields.length !== 1) {
    const value = second.value();
    return (object) => {
      const one = object[a];
      if (!isObject(one) || typeof one.toJSON === 'function') return first(one, object);
      return value(one[b], one);
    };
  }
  const between = second.judge();
  const [third] = second.fields;
  const c = third.name;
  const value = third.value();
  return (object) => {
    const one = object[a];
    if (!isObject(one) || typeof one.toJSON === 'function') return first(one, object);
    const two = one[b];
    if (!isObject(two) || typeof two.toJSON === 'function') return between(two, one);
    return value(two[c], two);
  };
}

export class Simple {
  #members;
  #rows;

  constructor(members, rows) {
    this.#members = members;
    this.#rows = rows;
  }

  /** From what the module says of a query; null when it is more than these tests. */
  static from(described) {
    const root = described && new Field(described[0]);
    return root?.isKnown ? new Simple(root.members(), described[1]) : null;
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
      if (!isObject(profile) || typeof profile.toJSON === 'function' || isJson(profile)) return UNKNOWN;
      return this.#members(profile);
    } catch {
      return UNKNOWN;
    }
  }
}
