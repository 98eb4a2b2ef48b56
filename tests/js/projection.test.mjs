// Objects of every kind against their JSON text: both packages read what JSON.stringify would write.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { importThere } from '../installed.mjs';

const full = await importThere();
const runtime = await importThere('pql-edge/runtime');
const { AudienceSet, PqlError, compile } = full;

const NOW = Date.UTC(2026, 10, 23, 12);

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

const random = numbers(11);
const pick = (choices) => choices[random(choices.length)];

const NAMES = ['a', 'b', 'c', 'xEvent', '__proto__', 'constructor', 'toString', 'a b', '', '7', 'é'];
const PLAIN = [
  'x', 'y', '', 'é€𝄞', 'x\ud800y', '\\ud800', '\0\t\u2028"', 'z'.repeat(47), 'z'.repeat(48), 'z'.repeat(49),
  'é'.repeat(48), 'z'.repeat(127), 'z'.repeat(128), 'z'.repeat(5000), `${'z'.repeat(60)}\udc00`,
  0, -0, 1, -1, 2.5, 63, 2 ** 31, -(2 ** 31), 2 ** 31 - 1, 2 ** 53, 2 ** 60, 1e300, 1e-7, NaN, -Infinity,
  true, false, null, undefined,
];

class Point {
  constructor(c) {
    this.c = c;
  }

  get length() {
    return 7;
  }
}

/** What JavaScript has besides what JSON has; each made new. */
const ODD = [
  () => new Date(NOW),
  () => new Date(NaN),
  () => () => 1,
  () => Symbol('x'),
  () => new Map([['a', 1]]),
  () => new Set([1]),
  () => Uint8Array.of(1, 2),
  () => /x/,
  () => new Number(3),
  () => new String('x'),
  () => new Boolean(false),
  () => [undefined, , () => 1, Symbol('x')],
  () => Object.assign([1, 2], { a: 3 }),
  () => new Proxy([1, { a: 2 }], {}),
  () => new Proxy({ a: 1, b: { c: 2 } }, {}),
  () => Object.assign(Object.create(null), { a: 'x', b: { a: 2.5 } }),
  () => JSON.parse('{"__proto__":{"a":1},"constructor":"x"}'),
  () => new Point(pick(PLAIN)),
  () => ({ get a() { return 'x'; }, [Symbol('b')]: 1 }),
  () => ({ toJSON: () => undefined }),
  () => ({ toJSON: (...given) => given }),
  () => ({ toJSON: () => ({ toJSON: () => 1, a: new Date(NOW) }) }),
  () => ({ toJSON: 'no function', a: 1 }),
  () => Object.assign([3], { toJSON: (key) => `items of ${key}` }),
];

function value(depth) {
  const kind = random(10);
  if (depth === 0 || kind < 4) return random(4) ? pick(PLAIN) : pick(ODD)();
  if (kind < 6) return Array.from({ length: random(5) }, () => value(depth - 1));
  return object(depth - 1);
}

function object(depth) {
  const entries = Array.from({ length: random(7) }, () => [pick(NAMES), value(depth)]);
  const made = Object.fromEntries(entries);
  if (random(8)) return made;
  return Object.defineProperties(new Point('x'), Object.getOwnPropertyDescriptors(made));
}

const SOURCES = [
  'a', 'a.b', '[a.b.c, b.a, c]', '$1', '[`__proto__`, constructor, toString]', 'a.`__proto__`.a',
  'xEvent[a = "x"].count()', '[xEvent.b, xEvent.count(), a.isNull(), a.c.isNull()]', '[é, `a b`, `7`]',
  'a.b = "x" or c >= 2 or b in ["y", 1, true]', 'a.exists(b = "x")', '[a, a.a, b.keys(), c.values()]',
];
const queries = SOURCES.flatMap((source) => {
  const query = compile(source);
  return [query, runtime.Query.fromBytes(query.toBytes())];
});
const definitions = SOURCES.map((value, at) => ({
  id: `${at}`, expression: { type: 'PQL', format: 'pql/text', value },
}));
definitions.push({ id: 'member', expression: { value: 'inSegment("a") or inSegment("3") or $2.a = "x"' } });
const set = AudienceSet.compile(definitions, { evaluation: 'any', onError: 'throw' });
const sets = [set, runtime.AudienceSet.fromBytes(set.toBytes())];

/** What a program gives: a value, or the error that says why there is none. */
function outcome(run) {
  try {
    return run();
  } catch (error) {
    if (error instanceof PqlError) return { error: error.message, all: error.diagnostics };
    throw error;
  }
}

const text = (given) => JSON.stringify(given) ?? 'null';
/** Half a pair is no character; the reader of JSON replaces only what it is given as text. */
const wellFormed = (json) => json.replace(/\\(ud[89a-f]..|.)/g, (all, it) => (it.length > 1 ? '\ufffd' : all));
const asText = (given) => wellFormed(text(given));

function agree(run, given) {
  const expected = outcome(() => run(...given.map(asText)));
  assert.deepEqual(outcome(() => run(...given)), expected);
  assert.deepEqual(outcome(() => run(asText(given[0]), ...given.slice(1))), expected);
  return expected;
}

test('queries answer as on the text', () => {
  let values = 0;
  for (let round = 0; round < 1_500; round += 1) {
    const profile = object(4);
    for (const query of queries) {
      const [found] = [agree((it) => query.evaluate(it, { now: NOW }), [profile])];
      assert.equal(query.matches(profile), query.matches(asText(profile)));
      if (found !== null) values += 1;
    }
  }
  assert.ok(values > 5_000, `${values} of them are not null`);
});

test('sets answer as on the text, with all that stands beside the profile', () => {
  let members = 0;
  for (let round = 0; round < 1_000; round += 1) {
    const list = [object(3), object(3)];
    const stored = { ups: { a: { status: pick(['realized', 'exited', 1]) }, 3: object(2) } };
    const given = [object(4), list, object(3), random(3) ? stored : [object(2), 3, object(3)], { $2: object(2) }];
    for (const each of sets) {
      const context = (events, event, segmentMembership, parameters) =>
        ({ now: NOW, events, event, segmentMembership, parameters });
      const found = agree((profile, ...rest) => each.evaluate(profile, context(...rest)), given);
      members += found.length ?? 0;
      agree((profile, ...rest) => ({ ...each.qualify(profile, context(...rest)) }), given);
      agree((events) => each.retain(events, NOW), [list]);
    }
  }
  assert.ok(members > 2_000, `${members} members`);
});

describe('every odd value', () => {
  for (const make of [...PLAIN.map((plain) => () => plain), ...ODD]) {
    test(String(make), () => {
      for (const given of [{ a: make() }, { a: [make()] }, { a: { b: make() } }, make()]) {
        if (given === '' || typeof given === 'string' || given instanceof Uint8Array) continue;
        for (const query of queries) agree((it) => query.evaluate(it), [given]);
      }
    });
  }

  test('integers of 64 bits are kept to the last digit, others are none', () => {
    for (const query of queries.slice(0, 2)) {
      for (const [given, expected] of [[3n, 3], [2n ** 63n - 1n, 2 ** 63], [2n ** 63n, null]]) {
        assert.equal(query.evaluate({ a: given }), expected);
      }
    }
    assert.equal(compile('a % 10').evaluate({ a: 9_007_199_254_740_993n }), 3);
  });
});

describe('code of the caller', () => {
  const [whole] = queries;
  const both = [whole, runtime.Query.fromBytes(whole.toBytes())];

  test('may evaluate anything while it is read, as deep as it likes', () => {
    for (const query of both) {
      const nested = (level) => ({
        filler: 1,
        get a() {
          const inner = level === 0 ? 'end' : query.evaluate(nested(level - 1));
          return [level, inner, query.matches('{"a":1}'), set.evaluate({ a: 'x'.repeat(level) }).length];
        },
      });
      let expected = 'end';
      for (let level = 0; level <= 20; level += 1) {
        expected = [level, expected, true, set.evaluate({ a: 'x'.repeat(level) }).length];
      }
      assert.deepEqual(query.evaluate(nested(20)), expected);
    }
  });

  test('may make the memory grow meanwhile', () => {
    for (const query of both) {
      const large = {
        before: 1,
        get a() {
          const made = compile(`b = "${'x'.repeat(300_000)}"`);
          const again = runtime.Query.fromBytes(made.toBytes());
          const given = { b: 'x'.repeat(300_000), a: Array(200_000).fill('y') };
          assert.ok(made.matches(given) && again.matches(given));
          assert.equal(query.evaluate(given).length, 200_000);
          return { all: [1, new Date(NOW), 'x'.repeat(300_000)] };
        },
      };
      for (let round = 0; round < 5; round += 1) {
        const found = query.evaluate(large);
        assert.deepEqual(found.all.slice(0, 2), [1, '2026-11-23T12:00:00.000Z']);
        assert.equal(found.all[2].length, 300_000);
      }
    }
  });

  test('may free what is evaluated, and throw; the next call is right', () => {
    const freed = compile('a');
    const freeing = { get a() { freed.free(); return 1; } };
    assert.throws(() => freed.evaluate(freeing), PqlError);
    const cause = new Error('no access');
    for (const query of both) {
      const throwing = { a: [1, { get b() { throw cause; } }] };
      const nested = { get a() { return query.evaluate(throwing); } };
      assert.throws(() => query.evaluate(throwing), (error) => error.cause === cause);
      assert.throws(() => query.evaluate(nested), (error) => error.cause.cause === cause);
      assert.equal(query.evaluate({ a: 1 }), 1);
    }
  });

  test('may change a set that is evaluated', () => {
    const changing = AudienceSet.compile([definitions[0]], { evaluation: 'any' });
    const given = { get a() { changing.update([definitions[1], definitions[9]]); return 'x'; } };
    outcome(() => changing.evaluate(given));
    assert.deepEqual(changing.ids, ['0', '1', '9']);
    assert.deepEqual(changing.evaluate({ a: { b: 'x' } }), ['0', '1', '9']);
  });
});

test('what does not fit is an error, and its memory is given back', () => {
  for (const query of queries.slice(0, 2)) {
    assert.throws(() => query.evaluate({ a: Array(2 ** 31) }), /64 MiB/);
    assert.equal(query.evaluate({ a: 'x'.repeat(2_000_000) }).length, 2_000_000);
    assert.deepEqual(query.evaluate({ a: [1] }), [1]);
  }
});
