// What is given besides: a wrong name or kind is an error, never a silent default.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { importThere } from '../installed.mjs';

const { AudienceSet, PqlError, check, compile, consentPredicate, edgeResponse, format } = await importThere();
const runtime = await importThere('pql-edge/runtime');

const definition = (id, value, more) => ({ id, expression: { value }, ...more });
const any = { evaluation: 'any' };
const set = AudienceSet.compile([definition('a', 'x = 1'), definition('b', 'inSegment("a")')], any);
const loaded = runtime.AudienceSet.fromBytes(set.toBytes());
const both = [set, loaded];

describe('options', () => {
  const wrong = [
    [{ evalution: 'any' }, /no option `evalution`: there are .*evaluation/],
    [{ membership: { status: 'two' } }, /no option `membership\.status`: there are statuses, keepExited/],
    [{ consent: { purpose: ['collect'] } }, /no option `consent\.purpose`/],
    [{ limits: { fuels: 5 } }, /no option `limits\.fuels`/],
    [5, /options must be an object/],
    [[], /options must be an object/],
    [{ membership: 'two' }, /membership must be an object/],
    [{ consent: ['collect'] }, /consent must be an object/],
    [{ consent: { purposes: 'collect' } }, /consent\.purposes must be an array/],
    [{ strict: 'yes' }, /strict must be a Boolean/],
    [{ limits: { fuel: '5' } }, /limits\.fuel must be a number/],
    [{ evaluation: 5 }, /evaluation must be text/],
  ];
  for (const [options, message] of wrong) {
    test(`${JSON.stringify(options)} is an error`, () => {
      assert.throws(() => AudienceSet.compile([], options), { name: 'TypeError', message });
    });
  }

  test('what is null or undefined is not given', () => {
    const names = ['evaluation', 'onError', 'strict', 'schema', 'limits', 'membership', 'consent'];
    for (const nothing of [null, undefined]) {
      const options = Object.fromEntries(names.map((name) => [name, nothing]));
      assert.equal(AudienceSet.compile([definition('a', 'x')], options).size, 0);
      const inside = { membership: { statuses: nothing }, consent: { optOut: nothing, purposes: nothing } };
      assert.equal(AudienceSet.compile([], inside).size, 0);
    }
  });

  test('frozen ones are as good, and none are changed', () => {
    const membership = Object.freeze({ statuses: 'two', keepExited: null });
    const options = Object.freeze({ evaluation: 'any', membership, strict: null });
    const given = Object.freeze([Object.freeze(definition('a', 'x'))]);
    assert.equal(AudienceSet.compile(given, options).size, 1);
    assert.deepEqual(Object.keys(options), ['evaluation', 'membership', 'strict']);
  });

  test('one object may serve several functions', () => {
    const shared = { strict: true, rules: 'E3', evaluation: 'any', width: 60 };
    assert.equal(check('x = 1', shared).ok, true);
    assert.equal(compile('x = 1', shared).matches({ x: 1 }), true);
    assert.equal(format('x=1', shared), 'x = 1');
    assert.equal(AudienceSet.compile(definition('a', 'x = 1'), shared).size, 1);
  });

  test('every function looks at the names of its own', () => {
    const typo = { name: 'TypeError', message: /no option `sctrict`/ };
    const sctrict = true;
    assert.throws(() => compile('x', { sctrict }), typo);
    assert.throws(() => check('x', { sctrict }), typo);
    assert.throws(() => format('x', { sctrict }), typo);
    assert.throws(() => consentPredicate(['collect'], { sctrict }), typo);
    assert.throws(() => set.eligibility({ sctrict }), typo);
    assert.equal(check('x', { rules: 'E3', strict: true }).ok, true);
  });
});

describe('definitions', () => {
  test('half a character in one of them hides no other', () => {
    const names = { '\ud83d': '\ufffd', 'a\udc00\\ud83d"\ud83d\ude00': 'a\ufffd\\ud83d"\ud83d\ude00' };
    const all = [...Object.keys(names).map((id) => definition(id, 'x')), definition('b', 'x')];
    assert.deepEqual(AudienceSet.compile(all, any).ids, [...Object.values(names), 'b']);
  });

  test('ids may be anything that objects hold', () => {
    const ids = ['__proto__', 'constructor', ' ', '\0', '\ud83d\ude00', 'a/b', 'a"b', '10', '9', 'x'.repeat(1000)];
    const odd = AudienceSet.compile(ids.map((id) => definition(id, 'x')), any);
    const there = runtime.AudienceSet.fromBytes(odd.toBytes());
    const destination = { id: 'd', alias: 'a' };
    for (const one of [odd, there]) {
      let segmentMembership;
      const told = [true, true, false, false, true].map((x, now) => {
        const found = one.qualify({ x }, { segmentMembership, now });
        segmentMembership = JSON.parse(JSON.stringify(found.segmentMembership));
        const again = one.qualify({ x }, { segmentMembership, now });
        assert.deepEqual(again, found);
        const { segments } = again.activation(destination);
        assert.deepEqual(segments, found.activation(destination).segments);
        return [found.realized, found.existing, found.exited, segments].map(({ length }) => length);
      });
      const all = ids.length;
      assert.deepEqual(told, [[all, 0, 0, all], [0, all, 0, all], [0, 0, all, 0], [0, 0, 0, 0], [all, 0, 0, all]]);
    }
  });

  test('what is changed later is read with the options of the set', () => {
    const governed = { dataGovernancePolicy: { excludeOptOut: true } };
    const options = { ...any, strict: true, consent: { optOut: 'opt-in' } };
    const changed = AudienceSet.compile([definition('a', 'true', governed)], options);
    const extension = 'chain(xEvent, timestamp, [A: WHAT(x) COUNT(between 2 and 5)])';
    changed.update([definition('b', 'true', governed), definition('c', extension)], ['a']);
    assert.deepEqual([changed.ids, changed.skipped.map(({ id }) => id)], [['b'], ['c']]);
    assert.deepEqual(changed.evaluate({}), []);
    const entry = { optOutType: 'general_opt_out', optOutValue: 'in' };
    assert.deepEqual(changed.evaluate({ optOutConsentLevel: { privacyOptOuts: [entry] } }), ['b']);
  });
});

describe('errors say which of many', () => {
  test('a definition that does not compile', () => {
    const bad = [definition('good', 'x'), definition('bad', 'x =')];
    const thrown = (() => {
      try {
        return AudienceSet.compile(bad, { ...any, onError: 'throw' });
      } catch (error) {
        return error;
      }
    })();
    assert.ok(thrown instanceof PqlError);
    assert.match(thrown.message, /^definition `bad`: /);
    assert.match(thrown.rendered(), /^in the definition `bad`:\n/);
    assert.doesNotMatch(thrown.diagnostics[0].message, /bad/);
  });

  test('an audience whose evaluation takes too long', () => {
    const many = AudienceSet.compile(
      [definition('quick', 'x'), definition('slow', 'xs.sum() > 1')],
      { ...any, limits: { fuel: 50 } },
    );
    const profile = { x: true, xs: Array.from({ length: 100 }, () => 1) };
    assert.throws(() => many.evaluate(profile), { name: 'PqlError', message: /^audience `slow`: / });
    assert.throws(() => many.explain('slow', profile), { name: 'PqlError', message: /^audience `slow`: / });
  });
});

describe('arguments', () => {
  test('an id that is no text names no audience', () => {
    for (const there of both) {
      for (const id of [undefined, null, 5, {}, Symbol('a')]) {
        assert.throws(() => there.explain(id, {}), { name: 'PqlError', message: /holds no audience/ });
      }
      assert.equal(there.explain('b', { x: 1 }).member, true);
    }
  });

  test('a time is a date, a number or text, nothing that could be turned into one', () => {
    for (const there of both) {
      for (const now of [null, true, [], ['2026-11-20'], {}, '', NaN, new Date(NaN)]) {
        assert.throws(() => there.evaluate({}, { now }), { name: 'TypeError', message: /^now is not a time/ });
      }
      for (const now of [0, new Date(0), '1970-01-01', 5n]) assert.deepEqual(there.evaluate({}, { now }), []);
    }
  });

  test('memberships that are no object are refused: every audience would be entered anew', () => {
    for (const there of both) {
      for (const segmentMembership of [5, true, '"ups"']) {
        const context = { segmentMembership, now: 0 };
        assert.throws(() => there.qualify({}, context), { name: 'PqlError', message: /memberships are/ });
      }
      const text = '{"ups":{"a":{"status":"realized","lastQualificationTime":0}}}';
      for (const segmentMembership of [text, new TextEncoder().encode(text), JSON.parse(text)]) {
        assert.deepEqual(there.qualify({ x: 1 }, { segmentMembership, now: 9 }).existing, ['a']);
      }
    }
  });

  test('attributes are values by name, an event has a place', () => {
    const found = set.qualify({ x: 1 }, { now: 0 });
    for (const attributes of ['abc', ['a'], 5]) {
      const message = /attributes must be an object/;
      assert.throws(() => found.activation({ id: 'd', alias: 'a', attributes }), { name: 'TypeError', message });
    }
    for (const eventIndex of ['a', -1, 1.5, null]) {
      const message = /eventIndex must be/;
      assert.throws(() => edgeResponse({ requestId: 'r', eventIndex }), { name: 'TypeError', message });
    }
  });
});
