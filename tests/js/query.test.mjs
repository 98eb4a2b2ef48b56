// Evaluating one query: every kind of profile, clock, event source and lifetime.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { importThere } from '../installed.mjs';

const { PqlError, Query, compile } = await importThere();

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 23, 12);
const at = (daysAgo) => new Date(NOW - daysAgo * DAY).toISOString();
const utf8 = (value) => new TextEncoder().encode(JSON.stringify(value));

const profile = {
  person: { name: { firstName: 'Zoë', lastName: '王小明' }, birthYear: 1985, score: 2.5 },
  homeAddress: { countryCode: 'CA' },
  favourites: ['red', 'blue'],
  xEvent: [
    { _id: '1', eventType: 'web.view', timestamp: at(1) },
    { _id: '2', eventType: 'commerce.purchases', timestamp: at(3), value: 30 },
    { _id: '3', eventType: 'commerce.purchases', timestamp: at(30), value: 70 },
  ],
};
const purchases = (days) =>
  'xEvent[eventType = "commerce.purchases" and ' +
  `timestamp occurs <= ${days} days before now].count()`;

describe('a profile', () => {
  const cases = {
    'homeAddress.countryCode = "CA"': true,
    'homeAddress.countryCode = "US"': false,
    'person.birthYear + 15': 2000,
    'person.score * 2': 5,
    'person.name.lastName': '王小明',
    'person.name.firstName = "Zoë"': true,
    'person.missing.field': null,
    favourites: ['red', 'blue'],
    'favourites.includes("blue")': true,
    [purchases(7)]: 1,
    [purchases(60)]: 2,
    'xEvent[eventType = "commerce.purchases"].sum(value)': 100,
  };
  const kinds = {
    object: profile,
    text: JSON.stringify(profile),
    bytes: utf8(profile),
    'indented text': JSON.stringify(profile, null, 2),
  };
  for (const [source, expected] of Object.entries(cases)) {
    test(`as object, text and bytes: ${source}`, () => {
      const query = compile(source);
      for (const [kind, given] of Object.entries(kinds)) {
        assert.deepEqual(query.evaluate(given, { now: NOW }), expected, kind);
      }
    });
  }

  test('is not changed by an evaluation', () => {
    const before = structuredClone(profile);
    compile(purchases(7)).evaluate(profile, { now: NOW, event: { _id: '4', timestamp: at(0) } });
    assert.deepEqual(profile, before);
  });

  test('matches coerces as a segment does', () => {
    assert.equal(compile('homeAddress').matches(profile), true);
    assert.equal(compile('person.missing').matches(profile), false);
    assert.equal(compile('person.birthYear').matches(profile), true);
  });
});

describe('now', () => {
  const query = compile(purchases(7));

  test('is a Date, milliseconds or text, all the same', () => {
    const later = new Date(NOW + 10 * DAY);
    for (const now of [later, later.getTime(), later.toISOString()]) {
      assert.equal(query.evaluate(profile, { now }), 0);
    }
    assert.equal(query.evaluate(profile, { now: '2026-11-23T12:00:00Z' }), 1);
    assert.equal(query.evaluate(profile, { now: '2026-11-23T14:00:00+02:00' }), 1);
  });

  test('without an offset is UTC on every machine', () => {
    const noon = compile('xEvent[timestamp occurs <= 1 hours before now].count()');
    const events = [{ _id: '1', timestamp: '2026-11-23T11:30:00Z' }];
    assert.equal(noon.evaluate({}, { now: '2026-11-23T12:00:00', events }), 1);
  });

  test('is the clock of the host when not given', () => {
    const events = [{ _id: '1', eventType: 'commerce.purchases', timestamp: Date.now() - 1000 }];
    assert.equal(query.evaluate({}, { events }), 1);
    assert.equal(query.evaluate({ xEvent: events }), 1);
  });

  test('that is no time is an error', () => {
    for (const now of [NaN, Infinity, 'yesterday', '2026-13-45', new Date(NaN), {}, 1e300]) {
      assert.throws(() => query.evaluate(profile, { now }), { message: /not a time/ });
    }
  });
});

describe('events', () => {
  const query = compile('xEvent.count()');
  const events = [{ _id: 'a', timestamp: at(1) }, { _id: 'b', timestamp: at(2) }];

  test('come from the profile, or from the context instead', () => {
    assert.equal(query.evaluate(profile), 3);
    for (const given of [events, JSON.stringify(events), utf8(events)]) {
      assert.equal(query.evaluate(profile, { events: given }), 2);
    }
    assert.equal(query.evaluate({}), 0);
  });

  test('are joined by the incoming event', () => {
    const event = { _id: 'new', timestamp: at(0) };
    for (const given of [event, JSON.stringify(event), utf8(event)]) {
      assert.equal(query.evaluate(profile, { event: given }), 4);
      assert.equal(query.evaluate(profile, { event: given, events }), 3);
      assert.equal(query.evaluate({}, { event: given }), 1);
    }
  });
});

test('segmentMembership comes from the profile, or from the context instead', () => {
  const query = compile('inSegment("abc")');
  const member = { ups: { abc: { status: 'realized', lastQualificationTime: at(1) } } };
  assert.equal(query.matches({}), false);
  assert.equal(query.matches({ segmentMembership: member }), true);
  assert.equal(query.matches({}, { segmentMembership: member }), true);
  const gone = { ups: { abc: { status: 'exited', lastQualificationTime: at(1) } } };
  assert.equal(query.matches({ segmentMembership: member }, { segmentMembership: gone }), false);
});

describe('explain', () => {
  const source = 'person.birthYear > 1980 and homeAddress.countryCode = "US"';

  test('gives every part with its place and value', () => {
    const { result, matches, root, rendered } = compile(source).explain(profile);
    assert.equal(result, false);
    assert.equal(matches, false);
    assert.equal(source.slice(root.start, root.end), source);
    assert.deepEqual([root.line, root.column], [1, 1]);
    const parts = root.children.map(({ start, end }) => source.slice(start, end));
    assert.deepEqual(parts, ['person.birthYear > 1980', 'homeAddress.countryCode = "US"']);
    assert.deepEqual(root.children.map(({ value }) => value), [true, false]);
    assert.deepEqual(root.children.map(({ decided }) => decided), [false, true]);
    assert.match(rendered, /countryCode/);
  });
});

describe('a query', () => {
  test('knows what it reads and what it gives', () => {
    const query = compile('homeAddress.countryCode = "CA" and xEvent[eventType = "x"].count() > 1');
    assert.deepEqual([...query.reads].sort(), ['homeAddress.countryCode', 'xEvent[].eventType']);
    assert.equal(typeof query.resultType, 'string');
    assert.match(query.resultType, /bool/i);
  });

  test('survives the trip to bytes and back', () => {
    const query = compile(purchases(7));
    const bytes = query.toBytes();
    assert.ok(bytes instanceof Uint8Array);
    const again = Query.fromBytes(bytes);
    assert.equal(again.evaluate(profile, { now: NOW }), 1);
    assert.deepEqual(again.reads, query.reads);
    assert.equal(again.resultType, query.resultType);
    assert.deepEqual(again.toBytes(), bytes);
  });

  test('used after free is an error, freed twice is not', () => {
    const query = compile('person');
    query.free();
    query.free();
    const uses = [() => query.matches({}), () => query.evaluate({}), () => query.explain({})];
    uses.push(() => query.toBytes(), () => query.reads, () => query.resultType);
    for (const use of uses) assert.throws(use, { name: 'TypeError', message: /freed/ });
    assert.equal(compile('person').matches(profile), true);
  });

  test('is given back by its dispose method', () => {
    const query = compile('person');
    query[Symbol.dispose]();
    assert.throws(() => query.matches({}), /freed/);
  });

  test('that nobody holds gives its memory back to the collector', async () => {
    const large = `person.name in [${Array.from({ length: 2000 }, (_, i) => `"n${i}"`)}]`;
    const size = async (rounds) => {
      for (let round = 0; round < rounds; round += 1) {
        for (let made = 0; made < 20; made += 1) compile(large);
        globalThis.gc();
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      return process.memoryUsage().arrayBuffers + process.memoryUsage().external;
    };
    const settled = await size(10);
    assert.ok((await size(40)) < settled * 1.5 + 8e6, 'memory grows with every compilation');
  });

  test('that cannot read a profile says so with a PqlError', () => {
    const query = compile('person');
    for (const given of ['{"person":', '[1', '', 'nonsense', Uint8Array.of(0xff, 0xfe)]) {
      assert.throws(() => query.matches(given), PqlError);
    }
  });
});
