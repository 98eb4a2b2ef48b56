// Audience sets: which definitions take part, who is in, and what changed since last time.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { importThere } from '../installed.mjs';

const { AudienceSet, PqlError } = await importThere();

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
    uses.push(() => freed.explain('canada', {}));
    for (const use of uses) assert.throws(use, { name: 'TypeError', message: /freed/ });
  });
});
