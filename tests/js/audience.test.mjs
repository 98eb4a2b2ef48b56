// Audience sets: which definitions take part, who is in, and what changed since last time.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { importThere } from '../installed.mjs';

const { AudienceSet, PqlError, loadSchema } = await importThere();

const NOW = Date.UTC(2026, 10, 23, 12);
const utf8 = (value) => new TextEncoder().encode(JSON.stringify(value));

const definition = (id, value, synchronous = true) => ({
  id,
  name: `Audience ${id}`,
  expression: { type: 'PQL', format: 'pql/text', value },
  evaluationInfo: {
    batch: { enabled: !synchronous },
    continuous: { enabled: false },
    synchronous: { enabled: synchronous },
  },
});
const definitions = [
  definition('canada', 'homeAddress.countryCode = "CA"'),
  definition('adult', 'person.birthYear < 2000'),
  definition('viewer', 'xEvent[eventType = "web.view"].count() > 0'),
  definition('batch-only', 'homeAddress.countryCode = "CA"', false),
];
const profile = {
  homeAddress: { countryCode: 'CA' },
  person: { birthYear: 1985 },
  xEvent: [{ _id: '1', eventType: 'web.click', timestamp: NOW - 1000 }],
};

describe('AudienceSet.compile', () => {
  test('takes the synchronous definitions and lists the rest', () => {
    const set = AudienceSet.compile(definitions);
    assert.equal(set.size, 3);
    assert.deepEqual([...set.ids].sort(), ['adult', 'canada', 'viewer']);
    assert.deepEqual(set.skipped.map(({ id }) => id), ['batch-only']);
    assert.ok(set.skipped[0].reason.length > 0);
    assert.deepEqual([...set.reads].sort(), [
      'homeAddress.countryCode',
      'person.birthYear',
      'xEvent[].eventType',
    ]);
  });

  test('takes all of them when asked', () => {
    assert.equal(AudienceSet.compile(definitions, { evaluation: 'any' }).size, 4);
  });

  test('skips a definition that does not compile, or throws when asked', () => {
    const broken = [...definitions, definition('broken', 'person.age >')];
    assert.throws(() => AudienceSet.compile(broken, { onError: 'throw' }), PqlError);
    assert.equal(AudienceSet.compile(broken, { onError: 'skip' }).size, 3);
    const set = AudienceSet.compile(broken);
    assert.equal(set.size, 3);
    const skipped = set.skipped.find(({ id }) => id === 'broken');
    assert.ok(skipped.diagnostics.length > 0);
  });

  test('an empty set is a set', () => {
    const set = AudienceSet.compile([]);
    assert.equal(set.size, 0);
    assert.deepEqual(set.evaluate(profile), []);
  });
});

describe('an AudienceSet', () => {
  const set = AudienceSet.compile(definitions);

  test('gives the ids of the audiences the profile is in', () => {
    for (const given of [profile, JSON.stringify(profile), utf8(profile)]) {
      assert.deepEqual([...set.evaluate(given, { now: NOW })].sort(), ['adult', 'canada']);
    }
    const event = { _id: '2', eventType: 'web.view', timestamp: NOW };
    const joined = set.evaluate(profile, { now: NOW, event });
    assert.deepEqual([...joined].sort(), ['adult', 'canada', 'viewer']);
  });

  test('agrees with the queries one by one', () => {
    for (const id of set.ids) {
      const inside = set.evaluate(profile, { now: NOW }).includes(id);
      assert.equal(set.explain(id, profile, { now: NOW }).matches, inside, id);
    }
  });

  test('qualifies: realized, existing, then exited', () => {
    const first = set.qualify(profile, { now: NOW });
    assert.deepEqual([...first.realized].sort(), ['adult', 'canada']);
    assert.deepEqual([first.existing, first.exited], [[], []]);
    const membership = first.segmentMembership;
    assert.equal(membership.ups.canada.status, 'realized');
    assert.equal(Date.parse(membership.ups.canada.lastQualificationTime), NOW);

    const moved = { ...profile, homeAddress: { countryCode: 'US' }, segmentMembership: membership };
    const second = set.qualify(moved, { now: NOW + 60_000 });
    assert.deepEqual(second.existing, ['adult']);
    assert.deepEqual(second.exited, ['canada']);
    assert.equal(second.segmentMembership.ups.canada.status, 'exited');
  });

  test('an unknown id is an error', () => {
    assert.throws(() => set.explain('nobody', profile), PqlError);
  });

  test('used after free is an error', () => {
    const freed = AudienceSet.compile(definitions);
    freed.free();
    freed.free();
    const uses = [() => freed.evaluate({}), () => freed.qualify({}), () => freed.ids];
    uses.push(() => freed.size, () => freed.reads, () => freed.skipped);
    uses.push(() => freed.explain('canada', {}), () => freed.retain([]), () => freed.lookback);
    uses.push(() => freed.toBytes(), () => freed.update([]), () => freed.warnings);
    for (const use of uses) assert.throws(use, { name: 'TypeError', message: /freed/ });
  });
});

describe('definitions', () => {
  const [one] = definitions;
  const list = { segments: definitions, page: { totalCount: 4 } };
  const lines = definitions.map((each) => JSON.stringify(each)).join('\n');

  test('come singly, as an array, as a response of the API, one a line; as objects, text, bytes', () => {
    const objects = [[one, ['canada']], [definitions], [list]];
    for (const [given, ids = ['canada', 'adult', 'viewer']] of objects) {
      for (const form of [given, JSON.stringify(given), utf8(given)]) {
        assert.deepEqual(AudienceSet.compile(form).ids, ids);
      }
    }
    for (const form of [lines, new TextEncoder().encode(lines)]) {
      assert.deepEqual(AudienceSet.compile(form).ids, ['canada', 'adult', 'viewer']);
    }
  });

  test('that refer to nothing known are warned of', () => {
    const set = AudienceSet.compile([...definitions, definition('lost', 'inSegment("nowhere")')]);
    const [{ id, diagnostics }, ...more] = set.warnings;
    assert.deepEqual([id, diagnostics.length, more], ['lost', 1, []]);
    assert.match(diagnostics[0].message, /`nowhere`/);
    assert.deepEqual([diagnostics[0].start, diagnostics[0].severity], [0, 'warning']);
    assert.deepEqual(AudienceSet.compile(definitions).warnings, []);
  });
});

describe('a set as bytes', () => {
  const set = AudienceSet.compile(definitions);
  const bytes = set.toBytes();

  test('is the same every time, and answers as before', () => {
    assert.deepEqual(AudienceSet.compile(definitions).toBytes(), bytes);
    const loaded = AudienceSet.fromBytes(bytes);
    assert.deepEqual(loaded.ids, set.ids);
    assert.deepEqual(loaded.evaluate(profile, { now: NOW }), set.evaluate(profile, { now: NOW }));
    assert.deepEqual(loaded.skipped, []);
  });

  test('cut off or altered is an error with a reason', () => {
    for (let length = 0; length < bytes.length; length += 1) {
      assert.throws(() => AudienceSet.fromBytes(bytes.slice(0, length)), PqlError);
    }
    const altered = bytes.slice();
    altered[altered.length >> 1] ^= 1;
    assert.throws(() => AudienceSet.fromBytes(altered), /truncated or altered/);
    for (const given of [undefined, 'text', [1], {}]) {
      assert.throws(() => AudienceSet.fromBytes(given), TypeError);
    }
  });
});

describe('a set that is changed', () => {
  test('is the one that compiling the changed list gives', () => {
    const set = AudienceSet.compile(definitions);
    const usa = definition('canada', 'homeAddress.countryCode = "US"');
    const fresh = definition('fresh', 'not inSegment("canada")');
    set.update([usa, fresh], ['viewer']);
    const again = AudienceSet.compile([usa, definitions[1], definitions[3], fresh]);
    assert.deepEqual(set.toBytes(), again.toBytes());
    assert.deepEqual(set.ids, ['canada', 'adult', 'fresh']);
    assert.deepEqual(set.evaluate(profile, { now: NOW }), ['adult', 'fresh']);
  });

  test('keeps its options, and its schema when that is gone', () => {
    const schema = loadSchema({ properties: { age: { type: 'integer' } } });
    const set = AudienceSet.compile([definition('a', 'age > 1')], { schema, strict: true });
    schema.free();
    set.update([definition('b', 'agee > 1'), definition('c', 'age > 2')]);
    assert.deepEqual(set.ids, ['a', 'c']);
    assert.deepEqual(set.skipped.map(({ id }) => id), ['b']);
    const [{ code, help }] = set.skipped[0].diagnostics;
    assert.deepEqual([code, help], ['P0220', 'did you mean `age`?']);
  });

  test('can have been loaded, and takes every form of definitions', () => {
    const set = AudienceSet.fromBytes(AudienceSet.compile(definitions).toBytes());
    set.update(JSON.stringify(definition('text', 'true')), ['adult']);
    set.update({ segments: [definition('list', 'false')] });
    assert.deepEqual(set.ids, ['canada', 'viewer', 'text', 'list']);
    for (const wrong of [() => set.update(3), () => set.update([], 'canada'), () => set.update([], [3])]) {
      assert.throws(wrong, TypeError);
    }
    assert.equal(set.size, 4);
  });
});

describe('the history', () => {
  const set = AudienceSet.compile([
    definition('recent', 'xEvent[timestamp occurs <= 7 days before now and value > 1].count() > 0'),
  ]);
  const day = 24 * 60 * 60 * 1000;
  const events = [8, 6, 0].map((days) => ({ timestamp: NOW - days * day, value: 2, other: 'x' }));

  test('that a set looks at is told', () => {
    const paths = ['xEvent[].timestamp', 'xEvent[].value'];
    assert.deepEqual(set.lookback, { milliseconds: 7 * day, paths });
    const none = AudienceSet.compile([definition('none', 'a = 1')]);
    assert.deepEqual(none.lookback, { milliseconds: 0, paths: [] });
    const all = AudienceSet.compile([definition('all', 'xEvent.count() > 3')]);
    assert.deepEqual(all.lookback, { milliseconds: null, paths: ['xEvent'] });
  });

  test('that is kept gives the same answers', () => {
    const kept = events.slice(1).map(({ timestamp, value }) => ({ timestamp, value }));
    for (const given of [events, JSON.stringify(events), utf8(events)]) {
      for (const now of [NOW, new Date(NOW), new Date(NOW).toISOString()]) {
        assert.deepEqual(set.retain(given, now), kept);
      }
    }
    assert.deepEqual(set.evaluate({}, { events: kept, now: NOW }), ['recent']);
    assert.deepEqual(set.retain(events, NOW + 8 * day), []);
    assert.deepEqual(set.retain(events), set.retain(events, Date.now()));
  });

  test('is an array, at a time', () => {
    for (const given of ['{}', {}, '[', 3]) assert.throws(() => set.retain(given, NOW), PqlError);
    assert.throws(() => set.retain(events, 'yesterday'), TypeError);
  });
});
