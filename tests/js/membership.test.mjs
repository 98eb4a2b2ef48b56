// Memberships over time, consent and what a page gets: the cases that hold the Rust core too.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';

import { importThere, requireThere } from '../installed.mjs';

const { AudienceSet, PqlError, compile, consentPredicate, edgeResponse } = await importThere();
const runtime = await importThere('pql-edge/runtime');
const read = (name) =>
  JSON.parse(readFileSync(new URL(`../membership/${name}.json`, import.meta.url), 'utf8'));

const definition = (id, value = id, policy = undefined) => ({
  id,
  expression: { type: 'PQL', format: 'pql/text', value },
  evaluationInfo: { synchronous: { enabled: true } },
  dataGovernancePolicy: policy,
});
const utf8 = (value) => new TextEncoder().encode(JSON.stringify(value));
const plain = (value) => JSON.parse(JSON.stringify(value));

/** A set whose audience `a` holds where the profile's field `a` is true, and such a profile. */
function prepared({ in: inside, out, profile = {}, membership }) {
  const definitions = [...inside, ...out].sort().map((id) => definition(id));
  const answers = Object.fromEntries(inside.map((id) => [id, true]));
  return { set: AudienceSet.compile(definitions, { membership }), profile: { ...profile, ...answers } };
}

describe('qualify', () => {
  for (const sample of read('qualify')) {
    test(sample.name, () => {
      const { set, profile } = prepared(sample);
      const expected = { realized: [], existing: [], exited: [], newer: [], ...sample.expect };
      const { now, given: segmentMembership } = sample;
      for (const one of [profile, JSON.stringify(profile), utf8(profile)]) {
        const found = plain(set.qualify(one, { now, segmentMembership }));
        assert.deepEqual(found, expected);
        const again = set.qualify(one, { now, segmentMembership: found.segmentMembership });
        assert.deepEqual(plain(again), expected);
      }
      // The settings travel in the bytes.
      const loaded = runtime.AudienceSet.fromBytes(set.toBytes());
      assert.deepEqual(plain(loaded.qualify(profile, { now, segmentMembership })), expected);
      loaded.free();
    });
  }

  test('what is wrong with the options is told', () => {
    const wrong = [{ statuses: 'four' }, { keepExited: -1 }, { keepExited: 1.5 }, { keepExited: '30' }];
    for (const membership of [...wrong, { keepExited: 2 ** 32 }, { keepExited: NaN }]) {
      assert.throws(() => AudienceSet.compile([], { membership }), PqlError, JSON.stringify(membership));
    }
    for (const membership of [undefined, null, {}, { keepExited: undefined }]) {
      assert.equal(AudienceSet.compile([], { membership }).size, 0);
    }
  });

  test('a result is plain data with a method', () => {
    const { set, profile } = prepared({ in: ['a'], out: [] });
    const found = set.qualify(profile, { now: 0 });
    const lists = ['segmentMembership', 'realized', 'existing', 'exited', 'newer'];
    assert.deepEqual(Object.keys(found), lists);
    assert.deepEqual(structuredClone(found), plain(found));
  });
});

describe('consent', () => {
  const { optOut, purposes } = read('consent');
  const everybody = 'not (x = 1)';
  const definitions = [
    definition('asks', everybody, { excludeOptOut: true }),
    definition('does-not', everybody, { excludeOptOut: false }),
    definition('says-nothing', everybody),
  ];
  const sets = new Map();
  const set = (consent) => {
    const key = JSON.stringify(consent);
    if (!sets.has(key)) sets.set(key, AudienceSet.compile(definitions, { consent }));
    return sets.get(key);
  };

  for (const sample of optOut) {
    test(`opt-out: ${sample.name}`, () => {
      const { entries, profile = { optOutConsentLevel: { privacyOptOuts: entries } } } = sample;
      const others = ['does-not', 'says-nothing'];
      const expected = (kept) => (kept ? ['asks', ...others] : others);
      assert.deepEqual(set(undefined).evaluate(profile), expected(sample.policy));
      assert.deepEqual(set({ optOut: 'policy' }).evaluate(profile), expected(sample.policy));
      assert.deepEqual(set({ optOut: 'opt-in' }).evaluate(profile), expected(sample['opt-in']));
      assert.deepEqual(set({ optOut: 'ignore' }).evaluate(profile), expected(true));
    });
  }

  for (const { name, purposes: names, consents, profile = { consents }, ...kept } of purposes) {
    test(`purposes: ${name}`, () => {
      for (const strict of [false, true]) {
        const expected = kept[strict ? 'strict' : 'loose'];
        const query = compile(consentPredicate(names, { strict }));
        assert.equal(query.matches(profile), expected);
        const found = set({ optOut: 'ignore', purposes: names, strict }).evaluate(profile);
        assert.equal(found.length, expected ? 3 : 0);
      }
    });
  }

  test('a purpose that nobody knows is an error', () => {
    const known = /no purpose of consent; there are collect, share, adID, personalize\.content/;
    assert.throws(() => consentPredicate(['colect']), known);
    assert.throws(() => set({ purposes: ['marketing'] }), known);
    assert.throws(() => set({ optOut: 'out' }), PqlError);
    for (const odd of [undefined, 'collect', [5]]) {
      assert.throws(() => consentPredicate(odd), { name: 'TypeError', message: /purposes/ });
    }
  });

  test('the predicate is text of a rule', () => {
    assert.equal(consentPredicate(['collect']), 'not (consents.collect.val in ["n", "dn"])');
    assert.equal(consentPredicate([]), 'true');
  });
});

describe('activation', () => {
  const samples = read('activation');
  const { set, profile } = prepared(samples);
  const found = set.qualify(profile, { now: samples.now });

  for (const { name, destination, expect, error } of samples.activations) {
    test(name, () => {
      if (error) {
        const told = ({ message }) => message === error || message.startsWith(`${error}: `);
        assert.throws(() => found.activation(destination), (it) => it instanceof TypeError && told(it));
      } else {
        assert.deepEqual(found.activation(destination), expect);
        const there = runtime.AudienceSet.fromBytes(set.toBytes());
        const told = there.qualify(profile, { now: samples.now }).activation(destination);
        assert.deepEqual(told, expect);
      }
    });
  }

  for (const { name, answer, destinations, expect } of samples.responses) {
    test(name, () => {
      const activations = destinations.map((destination) => found.activation(destination));
      assert.deepEqual(edgeResponse({ ...answer, activations }), expect);
      assert.deepEqual(runtime.edgeResponse({ ...answer, activations }), expect);
      if (activations.length === 0) assert.deepEqual(edgeResponse(answer), expect);
    });
  }

  test('what cannot stand in JSON is refused, what is missing left out', () => {
    const give = (value) => found.activation({ id: 'x', alias: 'y', attributes: { value } });
    for (const odd of [NaN, Infinity, 1n, Symbol('x'), () => 1, new Date(0), new Map()]) {
      assert.throws(() => give(odd), { name: 'TypeError', message: /the attribute `value` is/ });
    }
    assert.deepEqual(give(undefined).attributes, {});
  });

  test('what is missing is told', () => {
    const wrong = { name: 'TypeError' };
    assert.throws(() => found.activation(), wrong);
    assert.throws(() => found.activation({ id: 5, alias: 'y' }), wrong);
    assert.throws(() => found.activation({ id: 'x', alias: 'y', audiences: 'a' }), wrong);
    assert.throws(() => edgeResponse(), wrong);
    assert.throws(() => edgeResponse({ requestId: 'r', activations: {} }), wrong);
    assert.throws(() => edgeResponse({ requestId: 'r', handles: 5 }), wrong);
  });

  test('require gives the same', () => {
    const there = requireThere('pql-edge');
    assert.deepEqual(there.edgeResponse({ requestId: 'r' }), edgeResponse({ requestId: 'r' }));
  });
});
