// Bad input of every kind: a clear error or the right answer, and a module that works afterwards.

import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';

import { importThere } from '../installed.mjs';

const { AudienceSet, PqlError, Query, check, compile, format } = await importThere();

const sound = compile('homeAddress.countryCode = "CA"');
const inCanada = { homeAddress: { countryCode: 'CA' } };

afterEach(() => {
  assert.equal(sound.matches(inCanada), true);
  assert.equal(compile('person.age > 3').matches('{"person":{"age":4}}'), true);
});

/** An answer or an Error that says something; a trap is the crash that must not be. */
function survives(run) {
  try {
    return run();
  } catch (error) {
    assert.ok(error instanceof Error, `threw ${error}`);
    assert.ok(!(error instanceof WebAssembly.RuntimeError), `trapped: ${error.stack}`);
    assert.ok(!/recursive use|null pointer|unreachable|out of bounds/.test(error.message), error);
    assert.ok(error.message.length > 0);
    return error;
  }
}

const repeat = (text, times) => text.repeat(times);

describe('sources', () => {
  const deep = 100_000;
  const sources = {
    'parentheses, all closed': `${repeat('(', deep)}1${repeat(')', deep)}`,
    'parentheses, none closed': repeat('(', deep),
    'brackets': repeat('[', deep),
    'braces': repeat('{"a":', deep),
    'negations': `${repeat('not ', deep)}true`,
    'minus signs': `${repeat('-', deep)}1`,
    'up references': `${repeat('^', deep)}a`,
    'filters': `a${repeat('[b', deep)}`,
    'lambdas': `${repeat('(a) => ', deep)}1`,
    'lets': `${repeat('let a = 1 in ', deep)}a`,
  };
  for (const [name, source] of Object.entries(sources)) {
    test(`100,000 ${name}`, () => {
      const error = survives(() => compile(source));
      assert.ok(error instanceof PqlError || error instanceof Query);
      survives(() => check(source));
      survives(() => format(source));
    });
  }

  test('a chain of 100,000 operators is an answer or an error', () => {
    for (const [part, glue] of [['a = 1', ' and '], ['a = 1', ' or '], ['1', ' + ']]) {
      const query = survives(() => compile(Array(deep).fill(part).join(glue)));
      if (query instanceof Query) survives(() => query.evaluate({ a: 1 }));
    }
  });

  test('a path of 100,000 steps', () => {
    const query = survives(() => compile(`a${repeat('.a', deep)}`));
    if (query instanceof Query) survives(() => query.evaluate({ a: {} }));
  });

  test('one megabyte of text', () => {
    const text = `name = "${repeat('x', 1_000_000)}"`;
    const query = survives(() => compile(text));
    if (query instanceof Query) {
      assert.equal(query.matches({ name: repeat('x', 1_000_000) }), true);
      assert.equal(query.matches({ name: 'x' }), false);
    }
    survives(() => compile(repeat('é ', 500_000)));
    survives(() => check(repeat('"', 1_000_001)));
  });

  test('NUL, lone surrogates and other odd characters', () => {
    for (const odd of ['\0', '\ud800', '\udc00', '\ufeff', '\u2028', '\u202e', '\uffff', '`']) {
      survives(() => compile(odd));
      survives(() => compile(`name = "${odd}"`));
      survives(() => check(`name = ${odd} and )`));
    }
    assert.throws(() => compile(''), PqlError);
    assert.throws(() => compile('   '), PqlError);
  });

  test('numbers out of range', () => {
    const numbers = ['9223372036854775808', '-9223372036854775809', '1e400', repeat('9', 5000)];
    for (const number of numbers) {
      const query = survives(() => compile(`a > ${number}`));
      if (query instanceof Query) assert.equal(typeof query.matches({ a: 1 }), 'boolean');
    }
  });

  test('PQL objects that are not what they say', () => {
    const nest = { nodeType: 'literal' };
    nest.value = nest;
    for (const value of [nest, {}, { nodeType: 'nonsense' }, null, 7, { nodeType: null }]) {
      assert.ok(
        survives(() => compile({ type: 'PQL', format: 'pql/json', value })) instanceof Error,
      );
    }
    survives(() => compile('{"nodeType":'));
  });
});

describe('profiles', () => {
  const query = compile('person.age');
  const bytes = (...values) => Uint8Array.from(values);
  const text = (value) => new TextEncoder().encode(value);

  test('that are cut off or no JSON', () => {
    const whole = '{"person":{"age":42,"name":"Ann"},"xEvent":[]}';
    for (let length = 0; length < whole.length; length += 1) {
      const cut = whole.slice(0, length);
      assert.throws(() => query.evaluate(cut), PqlError, cut);
      assert.throws(() => query.evaluate(text(cut)), PqlError, cut);
    }
    assert.throws(() => query.evaluate(`${whole}}`), PqlError);
  });

  test('that are not UTF-8', () => {
    const broken = [...text('{"person":{"age":42},"x":"'), 0xff, 0xc0, 0x80, ...text('"}')];
    survives(() => query.evaluate(bytes(...broken)));
    assert.throws(() => query.evaluate(bytes(0xff, 0xfe, 0x00)), PqlError);
    const name = compile('person.name');
    const inside = [...text('{"person":{"name":"'), 0xed, 0xa0, 0x80, ...text('"}}')];
    assert.throws(() => name.evaluate(bytes(...inside)), PqlError);
  });

  test('with lone surrogates and NUL', () => {
    const name = compile('person.name');
    assert.equal(name.evaluate({ person: { name: 'a\0b' } }), 'a\0b');
    survives(() => name.evaluate({ person: { name: 'a\ud800b' } }));
    survives(() => name.evaluate('{"person":{"name":"a\\ud800b"}}'));
    survives(() => name.evaluate('{"person":{"name":"a\ud800b"}}'));
  });

  test('with keys given twice: the last one counts, as in JSON.parse', () => {
    assert.equal(query.evaluate('{"person":{"age":1},"person":{"age":2}}'), 2);
    assert.equal(query.evaluate('{"person":{"age":1,"age":2}}'), 2);
  });

  test('with numbers out of range', () => {
    for (const number of ['1e400', '-1e400', '9223372036854775808', '1e-400', repeat('9', 400)]) {
      survives(() => query.evaluate(`{"person":{"age":${number}}}`));
    }
    for (const age of [NaN, Infinity, -0, 2 ** 53, Number.MAX_VALUE, 10n]) {
      survives(() => query.evaluate({ person: { age } }));
    }
  });

  test('that are no objects', () => {
    for (const given of [undefined, null, 3, true, Symbol('a'), () => 1, [], '[]', '3', 'null']) {
      survives(() => query.evaluate(given));
    }
  });

  test('that contain themselves', () => {
    const cyclic = { person: { age: 3 } };
    cyclic.self = cyclic;
    cyclic.person.owner = cyclic;
    survives(() => query.evaluate(cyclic));
    survives(() => compile('self').evaluate(cyclic));
    survives(() => compile('person').evaluate(cyclic));
  });

  test('with values that have no JSON form', () => {
    const odd = { a: undefined, b: () => 1, c: Symbol('c'), d: new Date(0), e: new Map(), f: 1n };
    for (const name of Object.keys(odd)) survives(() => compile(name).evaluate(odd));
    const throwing = { get person() { throw new Error('no access'); } };
    survives(() => query.evaluate(throwing));
    const proxy = new Proxy({}, { get: () => { throw new Error('trapped on purpose'); } });
    survives(() => query.evaluate(proxy));
  });

  test('nested 100,000 deep', () => {
    const deep = 100_000;
    survives(() => query.evaluate(`{"a":${repeat('[', deep)}${repeat(']', deep)}}`));
    survives(() => compile('a').evaluate(`{"a":${repeat('[', deep)}${repeat(']', deep)}}`));
    let nested = {};
    for (let level = 0; level < deep; level += 1) nested = { a: nested };
    survives(() => query.evaluate(nested));
    survives(() => compile('a').evaluate(nested));
  });

  test('of ten megabytes', () => {
    const filler = Array.from({ length: 100_000 }, (_, n) => ({ n, text: repeat('x', 80) }));
    const large = { filler, person: { age: 42 } };
    const json = JSON.stringify(large);
    assert.ok(json.length > 10_000_000);
    for (const given of [large, json, text(json)]) assert.equal(query.evaluate(given), 42);
    assert.equal(compile('filler.count()').evaluate(json), 100_000);
  });
});

describe('events', () => {
  const recent = compile('xEvent[timestamp occurs <= 1 days before now].count()');
  const all = compile('xEvent.count()');

  test('without a timestamp, or with one that is none', () => {
    const events = [
      { _id: '1' },
      { _id: '2', timestamp: null },
      { _id: '3', timestamp: 'nonsense' },
      { _id: '4', timestamp: {} },
      { _id: '5', timestamp: '2026-11-23T11:00:00Z' },
    ];
    const context = { now: '2026-11-23T12:00:00Z', events };
    assert.equal(recent.evaluate({}, context), 1);
    assert.equal(all.evaluate({}, context), 5);
    const chain = compile('chain(xEvent, timestamp, [A: WHAT(true) COUNT(2)])');
    assert.equal(chain.evaluate({}, context), false);
  });

  test('that are no list, or no objects', () => {
    for (const events of [{}, 3, 'x', '{}', '[', [null, 3, 'x', []], Uint8Array.of(1)]) {
      survives(() => all.evaluate({}, { events }));
      survives(() => all.evaluate({ xEvent: events }));
    }
    for (const event of [3, 'x', '[', [], Uint8Array.of(1)]) {
      survives(() => all.evaluate({}, { event }));
    }
  });
});

describe('bytes of a query', () => {
  const good = compile('person.age > 3 and xEvent[eventType = "x"].count() > 1').toBytes();

  test('cut off anywhere', () => {
    for (let length = 0; length < good.length; length += 1) {
      assert.throws(() => Query.fromBytes(good.slice(0, length)), PqlError);
    }
  });

  test('with every single byte changed', () => {
    for (let at = 0; at < good.length; at += 1) {
      for (const change of [0x01, 0x80, 0xff]) {
        const bytes = good.slice();
        bytes[at] ^= change;
        const query = survives(() => Query.fromBytes(bytes));
        if (query instanceof Query) survives(() => query.evaluate({ person: { age: 5 } }));
      }
    }
  });

  test('that are none at all', () => {
    for (const bytes of [undefined, null, 'text', 3, {}, [1, 2, 3], new ArrayBuffer(8)]) {
      assert.throws(() => Query.fromBytes(bytes), TypeError);
    }
    assert.throws(() => Query.fromBytes(new Uint8Array(1_000_000)), PqlError);
  });
});

test('definitions that are none', () => {
  for (const definitions of [undefined, null, 3, true, () => 1]) {
    assert.throws(() => AudienceSet.compile(definitions), TypeError);
  }
  const cyclic = [];
  cyclic.push(cyclic);
  for (const definitions of [cyclic, Uint8Array.of(0xff)]) {
    assert.throws(() => AudienceSet.compile(definitions), PqlError);
  }
  for (const text of ['x', '', '3', '{}', '{"segments":3}', '[', '{"id":"a"}']) {
    for (const definitions of [text, new TextEncoder().encode(text)]) {
      const { size, skipped } = AudienceSet.compile(definitions);
      assert.deepEqual([size, skipped.length], [0, 1], text);
    }
  }
  for (const one of [null, 3, {}, { id: 1 }, { id: 'a' }, { id: 'a', expression: 3 }]) {
    const { size, skipped } = AudienceSet.compile([one]);
    assert.deepEqual([size, skipped.length], [0, 1]);
    assert.ok(skipped[0].reason.length > 0);
    assert.throws(() => AudienceSet.compile([one], { onError: 'throw' }), PqlError);
  }
  const twice = { id: 'a', expression: { type: 'PQL', format: 'pql/text', value: 'person' } };
  survives(() => AudienceSet.compile([twice, twice], { evaluation: 'any' }));
});
