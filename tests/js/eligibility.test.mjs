// Which ways of evaluation the platform would allow: of one query, and of the definitions of a set.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { importThere } from '../installed.mjs';

const { AudienceSet, PqlError, check } = await importThere();

const TODAY = 'chain(xEvent, timestamp, [A: WHAT(a = 1) WHEN(today)])';
const EVER = 'chain(xEvent, timestamp, [A: WHAT(a = 1)])';
const SEQUENCE =
  'chain(xEvent, timestamp, [A: WHAT(a = 1) WHEN(today), B: WHAT(b = 2) WHEN(today)])';

const definition = (id, value, more = {}) => ({
  id,
  expression: { type: 'PQL', format: 'pql/text', value },
  ...more,
});
const codes = ({ reasons }) => reasons.map(({ code }) => code);
const ways = ({ edge, streaming }) => [edge && 'edge', streaming && 'streaming'].filter(Boolean);

describe('check', () => {
  test('says which ways are allowed, and by which rules', () => {
    assert.deepEqual(check(TODAY).eligibility, {
      edge: true,
      streaming: true,
      batch: true,
      kind: 'single event',
      reasons: [],
    });
    const of = (rules) => ways(check(SEQUENCE, { rules }).eligibility);
    assert.deepEqual(of('E1'), ['streaming']);
    assert.deepEqual(of('E2'), ['streaming']);
    assert.deepEqual(of('E3'), ['edge', 'streaming']);
    assert.deepEqual(of('2025'), ['edge', 'streaming']);
    assert.deepEqual(of('E4'), ['streaming']);
    assert.deepEqual(of('newest'), ['streaming']);
    assert.deepEqual(of(undefined), ['streaming']);
    assert.throws(() => check(TODAY, { rules: 'E9' }), PqlError);
  });

  test('gives every reason a name, a sentence, a place and what it rules out', () => {
    // The places count UTF-16 units, not bytes.
    const source = `name = "😀" and ${EVER}`;
    const [reason, ...others] = check(source).eligibility.reasons;
    assert.deepEqual(others, []);
    assert.equal(reason.code, 'no-window');
    assert.match(reason.message, /24 hours/);
    assert.deepEqual(reason.keepsFrom, ['edge', 'streaming']);
    assert.equal(source.slice(reason.start, reason.end), 'A: WHAT(a = 1)');
    const [sequence] = check(SEQUENCE).eligibility.reasons;
    assert.deepEqual([sequence.code, sequence.keepsFrom], ['multiple-events', ['edge']]);
    const [daily] = check('a = 1').eligibility.reasons;
    assert.deepEqual([daily.code, daily.keepsFrom], ['evaluated-daily', []]);
  });

  test('hears what a definition says of itself', () => {
    const account = definition('a', 'a = 1', { schema: { name: '_xdm.context.account' } });
    assert.deepEqual(codes(check(account).eligibility), ['other-schema']);
    const asks = { evaluationInfo: { synchronous: { enabled: true } } };
    const { eligibility } = check(definition('a', EVER, asks));
    assert.deepEqual(codes(eligibility), ['no-window', 'asks-for-edge']);
    assert.deepEqual(codes(check(definition('a', TODAY, asks)).eligibility), []);
    assert.equal(check(definition('a', TODAY, { schema: null })).ok, true);
  });

  test('allows nothing to what does not compile', () => {
    const { eligibility } = check('a = ');
    assert.deepEqual([ways(eligibility), codes(eligibility)], [[], ['invalid']]);
  });
});

describe('AudienceSet.eligibility', () => {
  const definitions = [
    definition('member', 'loyalty.points > 100'),
    definition('buyer', TODAY, { evaluationInfo: { synchronous: { enabled: true } } }),
    definition('both', `inSegment("member") and ${TODAY}`, { mergePolicyId: 'main' }),
    definition('twoEvents', `inSegment("buyer") and ${TODAY}`, { mergePolicyId: 'main' }),
    definition('alone', 'inSegment("nobody")'),
    definition('broken', 'a ='),
  ];
  const byId = (options, set = AudienceSet.compile(definitions)) =>
    Object.fromEntries(set.eligibility(options).map((it) => [it.id, it]));

  test('is of every definition that was given', () => {
    const set = AudienceSet.compile(definitions);
    assert.deepEqual(set.ids, ['buyer']);
    const ids = set.eligibility().map(({ id }) => id);
    assert.deepEqual(ids, definitions.map(({ id }) => id));
  });

  test('follows references through all of them', () => {
    const found = byId();
    assert.deepEqual(ways(found.both), ['edge', 'streaming']);
    assert.equal(found.both.kind, 'segments and events');
    assert.deepEqual(codes(found.twoEvents), ['segment-with-event']);
    assert.ok(codes(found.alone).includes('unknown-segment'));
    assert.deepEqual(codes(found.broken), ['invalid']);
    const { start, end } = found.twoEvents.reasons[0];
    const text = definitions[3].expression.value;
    assert.equal(text.slice(start, end), 'inSegment("buyer")');
  });

  test('knows the generations of the rules', () => {
    const set = AudienceSet.compile([definition('a', SEQUENCE)], { evaluation: 'any' });
    assert.deepEqual(ways(set.eligibility({ rules: 'E3' })[0]), ['edge', 'streaming']);
    assert.deepEqual(ways(set.eligibility({ rules: 'E4' })[0]), ['streaming']);
    assert.throws(() => set.eligibility({ rules: 'E5' }), PqlError);
  });

  test('knows merge policies as the API returns them', () => {
    const policies = (isActiveOnEdge) => ({
      mergePolicies: [{ id: 'main', name: 'Main', isActiveOnEdge, version: 1 }],
    });
    assert.deepEqual(codes(byId(policies(false)).both), ['merge-policy']);
    assert.deepEqual(ways(byId({ ...policies(false), rules: 'E2' }).both), ['streaming']);
    assert.deepEqual(ways(byId(policies(true)).both), ['edge', 'streaming']);
    assert.deepEqual(ways(byId(policies(undefined)).both), ['edge', 'streaming']);
    const another = { mergePolicies: [{ id: 'other', default: true }] };
    assert.deepEqual(codes(byId(another).both), ['other-merge-policy']);
  });

  test('knows which fields batches bring', () => {
    const set = AudienceSet.compile([definition('a', `loyalty.points > 5 and ${TODAY}`)]);
    const [found] = set.eligibility({ batchFields: ['loyalty'] });
    assert.deepEqual([ways(found), codes(found)], [['edge', 'streaming'], ['batch-attribute']]);
    assert.deepEqual(codes(set.eligibility({ batchFields: ['crm'] })[0]), []);
  });

  test('never keeps a definition from being evaluated', () => {
    const asks = { evaluationInfo: { synchronous: { enabled: true } } };
    const set = AudienceSet.compile([definition('old', EVER, asks)]);
    assert.deepEqual(codes(set.eligibility()[0]), ['no-window', 'asks-for-edge']);
    const xEvent = [{ a: 1, timestamp: '2020-01-01T00:00:00Z' }];
    assert.deepEqual(set.evaluate({ xEvent }), ['old']);
  });

  test('refuses options of another form, and takes those that are left out', () => {
    const set = AudienceSet.compile([]);
    assert.throws(() => set.eligibility({ mergePolicies: 'main' }), TypeError);
    assert.throws(() => set.eligibility({ mergePolicies: [{}] }), PqlError);
    const none = { rules: undefined, mergePolicies: undefined, batchFields: undefined };
    assert.deepEqual(set.eligibility(none), []);
    assert.deepEqual(set.eligibility(null), []);
    set.free();
    assert.throws(() => set.eligibility(), TypeError);
  });
});
