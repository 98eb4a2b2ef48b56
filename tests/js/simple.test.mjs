// Queries of simple tests on objects of every kind: what is decided without the module is what it says.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { importThere, installedFolder } from '../installed.mjs';

const { PqlError, compile } = await importThere();
const { Query } = await importThere('pql-edge/runtime');
const { Simple } = await import(pathToFileURL(join(installedFolder, 'simple.js')));
const module = await WebAssembly.instantiate(readFileSync(join(installedFolder, 'runtime.wasm')), {});
const pql = module.instance.exports;

const [ARGUMENT, QUERY] = [5, 1];

/** What the module says of a query, or null. */
function described(query) {
  const bytes = query.toBytes();
  const address = pql.pql_put(ARGUMENT, bytes.length) >>> 0;
  new Uint8Array(pql.memory.buffer).set(bytes, address);
  const handle = pql.pql_load(QUERY);
  assert.equal(pql.pql_tests(handle), 0);
  const start = pql.pql_output() >>> 0;
  const json = new Uint8Array(pql.memory.buffer, start, pql.pql_output_length() >>> 0);
  const found = JSON.parse(new TextDecoder().decode(json));
  pql.pql_drop(handle);
  return found;
}

/** The same numbers on every machine (mulberry32). */
function numbers(seed) {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const random = numbers(23);
const pick = (choices) => choices[random(choices.length)];

const PATHS = [
  'a', 'b', 'c', 'd.a', 'd.b', 'd.e.a', 'd.e.b', 'f.a', 'g.a.b.c', 'g.a.d', 'h.length', 'length', 'constructor',
  'constructor.name', 'toJSON', '`__proto__`.a', '`7`', 'toString.a', 'xEvent.a', 'a.b', 'é', 'segmentMembership.a',
];
const TEXTS = ['x', 'gold', 'Gold', '', 'é€𝄞', 'É', '\ufffd', 'true', '5', '5.0', 'x\u212a', 'k', '2026-01-01', '𝄞'];
const NUMBERS = [0, -0.0, 1, 5, 2.5, -1, 5.0, 1e21, 9007199254740991, 9007199254740993, 0.1];
const WRITTEN = { 9007199254740993: '9007199254740993' };

const written = (constant) => WRITTEN[constant] ?? JSON.stringify(constant);
const constant = () => pick([pick(TEXTS), pick(TEXTS), pick(NUMBERS), pick([true, false])]);
const list = (make) => `[${Array.from({ length: 1 + random(4) }, make).map(written).join(', ')}]`;
const flag = () => pick(['', '', ', true', ', false']);

const ONE = ['startsWith', 'doesNotStartWith', 'endsWith', 'doesNotEndWith', 'contains', 'doesNotContain'];
const TESTS = [
  (path) => path,
  (path) => `${path} ${pick(['=', '!='])} ${written(constant())}`,
  (path) => `${path} ${pick(['=', '!='])} ${written(pick(TEXTS))}`,
  (path) => `${path} ${pick(['<', '<=', '>', '>='])} ${written(pick(NUMBERS))}`,
  (path) => `${path} in ${list(() => pick(TEXTS))}`,
  (path) => `${path} in ${list(() => pick(NUMBERS))}`,
  (path) => `${path} ${pick(['in', 'notIn'])} ${list(constant)}`,
  (path) => `${path}.${pick(ONE)}(${written(pick(TEXTS))}${flag()})`,
  (path) => `${path}.${pick(['equals', 'notEqualTo'])}(${list(() => pick(TEXTS)).slice(1, -1)}${flag()})`,
  (path) => `${path}.${pick(['isNull', 'isNotNull'])}()`,
  (path) => `${path}.like("g%")`,
];

function condition(depth) {
  if (depth === 0 || random(3) === 0) return pick(TESTS)(pick(PATHS.slice(0, random(4) ? 11 : undefined)));
  if (random(5) === 0) return `not (${condition(depth - 1)})`;
  const parts = Array.from({ length: 2 + random(2) }, () => `(${condition(depth - 1)})`);
  return parts.join(pick([' and ', ' or ']));
}

class Point {
  constructor(a) {
    this.a = a;
  }

  get b() {
    return 'gold';
  }
}

function throwing(name) {
  return Object.defineProperty({ a: 'x' }, name, {
    enumerable: true,
    get() {
      throw new Error('no');
    },
  });
}

function circular() {
  const made = {};
  made.a = made;
  return made;
}

/** Half a surrogate pair, numbers that are none, text that is a number: everything that could mislead. */
const VALUES = [
  ...TEXTS, ...NUMBERS, 'x\ud834', '\udd1ex', '\ud834', 'GOLD', 'golden', 'x'.repeat(1000), `${'x'.repeat(1000)}gold`,
  -0, NaN, Infinity, -Infinity, 2 ** 53, 2 ** 53 + 2, 1e300, 5e-324, true, false, null, undefined,
];
const ODD = [
  () => [pick(VALUES)], () => [], () => Object.assign([1], { a: 'gold', b: 5 }), () => new Date(0), () => 5n, () => 2n ** 70n,
  () => () => 1, () => Symbol('x'), () => new Map([['a', 1]]), () => new String('gold'), () => new Number(5),
  () => new Boolean(false), () => Uint8Array.of(1), () => new Point(pick(VALUES)), () => ({ toJSON: () => 'gold' }),
  () => ({ toJSON: () => ({ a: 'gold', b: 5 }), a: 'x' }), () => ({ toJSON: 'x', a: 'gold' }),
  () => ({ get a() { return pick(['gold', 'gold']); } }), () => throwing('a'), () => throwing('b'), () => throwing('toJSON'),
  () => new Proxy({ a: 'gold', b: 5, e: { a: 1 } }, {}), () => new Proxy([1], {}), circular,
  () => new Proxy({}, { get() { throw new Error('no'); } }),
  () => new Proxy({}, { getPrototypeOf() { throw new Error('no'); } }),
  () => Object.assign(Object.create(null), { a: 'gold', b: 5, length: 5 }), () => Object.create({ a: 'gold', b: 5 }),
  () => JSON.parse('{"__proto__": {"a": "gold"}, "constructor": {"name": "x"}, "toString": {"a": 1}}'),
];

const NAMES = ['a', 'b', 'c', 'd', 'd', 'e', 'f', 'g', 'h', 'length', 'xEvent', '7', 'é', 'constructor', '__proto__'];

function value(depth, odd) {
  const kind = random(20);
  if (kind < odd) return pick(ODD)();
  return depth > 0 && kind > 10 ? object(depth - 1, odd) : pick(VALUES);
}

function object(depth, odd) {
  return Object.fromEntries(Array.from({ length: 9 }, () => [pick(NAMES), value(depth, odd)]));
}

/** Nested as the paths are, so that most of them lead somewhere. */
function profile() {
  const odd = random(3);
  const inner = () => (random(12) ? object(1, odd) : value(1, odd));
  const made = { ...object(1, odd), d: inner(), f: inner(), g: { a: inner() } };
  if (random(2)) made.d = { a: pick(VALUES), b: pick(VALUES), e: { a: pick(VALUES), b: pick(VALUES) } };
  return random(20) ? made : random(2) ? pick(ODD)() : Object.setPrototypeOf(made, Point.prototype);
}

/** JSON of well-formed text; none of what has none. */
function textOf(given) {
  try {
    const json = JSON.stringify(given);
    return json?.replace(/\\(ud[89a-f]..|.)/g, (all, it) => (it.length > 1 ? '\ufffd' : all));
  } catch {
    return undefined;
  }
}

function outcome(run) {
  try {
    return run();
  } catch (error) {
    return String(error);
  }
}

/** Parameters that no query here reads: with them every call goes through the module. */
const ASIDE = { now: 0, parameters: {} };

test('the same is decided as by the module', () => {
  const counts = { simple: 0, more: 0, true: 0, false: 0, unknown: 0, refused: 0, text: 0 };
  const profiles = Array.from({ length: 250 }, () => {
    const given = profile();
    return { given, text: textOf(given) };
  });
  for (let round = 0; round < 700; round += 1) {
    const source = condition(2);
    const query = compile(source);
    const simple = Simple.from(described(query));
    counts[simple ? 'simple' : 'more'] += 1;
    const loaded = Query.fromBytes(query.toBytes());
    for (const { given, text } of profiles) {
      const expected = outcome(() => query.matches(given, ASIDE));
      const decided = simple?.matches(given);
      if (decided !== undefined) assert.equal(decided, expected, source);
      for (const each of [query, loaded]) assert.equal(outcome(() => each.matches(given, { now: 0 })), expected, source);
      counts[decided ?? 'unknown'] += 1;
      if (typeof expected === 'string') counts.refused += 1;
      // What a class has besides is read of objects, and is not in their JSON; nor is what throws.
      if (text === undefined || typeof expected === 'string' || /length|constructor|\bb\b/.test(source)) continue;
      assert.equal(outcome(() => query.matches(text, { now: 0 })), expected, `${source} on ${text}`);
      counts.text += 1;
    }
    query.free();
    loaded.free();
  }
  for (const [name, least] of Object.entries({ simple: 300, more: 100, refused: 5_000, text: 20_000 })) {
    assert.ok(counts[name] >= least, `${name}: ${JSON.stringify(counts)}`);
  }
  for (const name of ['true', 'false', 'unknown']) assert.ok(counts[name] > 10_000, JSON.stringify(counts));
});

const decide = (source, given, options) => Simple.from(described(compile(source, options)))?.matches(given);

test('what is plain is decided without the module', () => {
  const given = { a: 'gold', d: { a: 5, b: true, e: { a: null } }, g: { a: { b: { c: 'Gold' } } } };
  for (const source of [
    'a = "gold"', 'a != "x"', 'a in ["x", "gold"]', 'd.a >= 5 and d.b', 'd.e.a.isNull()', 'a.endsWith("LD", false)',
    'a = "x" or not (d.a < 2.5)', 'g.a.b.c.equals("x", "Gold")', 'c.isNull() and d.c.e.f.isNull()', 'd.a in [1, 5]',
    '(a = "x" and d.b) or (a = "gold" and d.a != 6)', 'a.doesNotContain("x") and d.a.isNotNull()', 'd.b = true',
  ]) {
    assert.equal(decide(source, given), true, source);
    assert.equal(decide(`not (${source})`, given), false, source);
  }
});

test('odd values are the module\'s wherever they stand', () => {
  const sources = ['a = "gold"', 'd.a in ["gold", "x"]', 'd.e.a != "x"', 'd.e.f.a = "gold"', 'a = 5 or d.b > 1 or d.e.a.isNull()'];
  for (const make of ODD) {
    const odd = make();
    for (const source of sources) {
      const query = compile(source);
      for (const given of [odd, { a: odd, d: odd }, { d: { a: odd, b: 2, e: odd } }, { a: 1, d: { b: 1, e: { f: odd } } }]) {
        if (ArrayBuffer.isView(given)) continue;
        const expected = outcome(() => query.matches(given, ASIDE));
        assert.equal(outcome(() => query.matches(given, { now: 0 })), expected, `${source}, ${make}`);
        assert.ok([undefined, expected].includes(Simple.from(described(query)).matches(given)), `${source}, ${make}`);
      }
      query.free();
    }
  }
});

test('what is read is looked at before anything is decided', () => {
  for (const query of [compile('a = "x" and d.a = 1'), Query.fromBytes(compile('a = "x" and d.a = 1').toBytes())]) {
    assert.throws(() => query.matches({ a: 'y', d: throwing('a') }), PqlError);
    assert.throws(() => query.matches({ a: 'y', d: { a: circular() } }), /nested deeper/);
    for (const given of [[], new String('x'), 5, null, undefined, true]) assert.throws(() => query.matches(given), PqlError);
    assert.throws(() => query.matches({ a: 'y' }, { now: 'no time' }), TypeError);
  }
});

test('what stands beside the profile is for the module', () => {
  const query = compile('xEvent.a = 1');
  assert.equal(query.matches({ xEvent: { a: 1 } }), true);
  assert.equal(query.matches({ xEvent: { a: 1 } }, { events: [] }), false);
  assert.equal(query.matches({}, { event: { a: 1 } }), true);
  assert.throws(() => query.matches({ xEvent: { a: 1 } }, { events: {} }), /events are a JSON array/);
});

test('few steps are counted by the module', () => {
  const query = compile('a in ["x", "y", "z"]', { limits: { fuel: 2 } });
  assert.throws(() => query.matches({ a: 'z' }), /`fuel`/);
});
