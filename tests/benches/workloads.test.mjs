// The workloads are what README.md says, and our package agrees with the plain evaluator on them.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as closures from './engines/closures.mjs';
import * as generated from './engines/generated.mjs';
import * as ours from './engines/ours.mjs';
import * as runtime from './engines/ours-runtime.mjs';
import { judged } from './report/targets.mjs';
import { plot } from './report/plot.mjs';
import { prepare } from './run/prepared.mjs';
import { spread } from './run/statistics.mjs';
import { CASES, findCase, makeCase } from './workloads/cases.mjs';
import { leaves, makeProfiles } from './workloads/profile.mjs';
import { makeSet, makeSetOfEqualHits } from './workloads/sets.mjs';
import { holds } from './workloads/reference.mjs';

const SMALL = ['simple-one', 'simple-two', 'medium', 'heavy', 'set-10', 'set-100', 'events-0',
  'events-50', 'size-1000', 'size-16000'];

for (const id of SMALL) {
  test(`${id}: the package and hand-written code answer as the plain evaluator`, async () => {
    const found = findCase(id);
    for (const engine of [ours, runtime, closures, generated]) {
      const { inputs } = await prepare(engine, makeCase(found), found.inputs);
      assert.deepEqual(Object.keys(inputs), found.inputs);
    }
  });
}

test('edge-150: the set of realistic definitions answers as the oracle of the tests', async () => {
  const workload = makeCase(findCase('edge-150'));
  assert.equal(workload.definitions.length, 150);
  for (const engine of [ours, runtime]) await prepare(engine, workload, ['object', 'bytes']);
});

test('a wrong answer is noticed before anything is timed', async () => {
  const liar = { open: () => ({ one: () => ({ object: () => false }) }) };
  await assert.rejects(prepare(liar, makeCase(findCase('medium')), ['object']), /wrong answer/);
});

test('profiles have 63 leaves and about 1.9 KB, with 20 events about 8.2 KB', () => {
  for (const profile of makeProfiles()) assert.equal(leaves(profile), 63);
  const mean = (id) => {
    const { profiles } = makeCase(findCase(id));
    return profiles.reduce((sum, { bytes }) => sum + bytes.length, 0) / profiles.length;
  };
  assert.ok(Math.abs(mean('medium') - 1_900) < 50, `${mean('medium')}`);
  assert.ok(Math.abs(mean('heavy') - 8_200) < 100, `${mean('heavy')}`);
});

test('of a set 2.46 of 6 conditions are looked at, and 2.9 % are true', () => {
  const { conditionsPerPredicate, hitRate } = makeCase(findCase('set-10000'));
  assert.ok(Math.abs(conditionsPerPredicate - 2.46) < 0.03, `${conditionsPerPredicate}`);
  assert.ok(Math.abs(hitRate - 0.029) < 0.001, `${hitRate}`);
});

test('the larger set of equal hits has the hits of the smaller and no others', () => {
  const [small, large] = [1_000, 3_000].map((size) => makeSetOfEqualHits(size));
  assert.deepEqual(large.slice(0, 1_000), small);
  for (const profile of makeProfiles()) {
    assert.ok(!large.slice(1_000).some(({ condition }) => holds(condition, profile)));
  }
});

test('the workloads are the same every time, and their names are unique', () => {
  assert.deepEqual(makeSet(20), makeSet(20));
  assert.deepEqual(makeSet(20), makeSet(40).slice(0, 20));
  assert.equal(new Set(CASES.map(({ id }) => id)).size, CASES.length);
});

test('targets are judged by what was measured, and only by that', () => {
  const row = (engine, median) => ({ case: 'set-100', engine, input: 'object', ns: { median } });
  const verdicts = (took) => judged({ rows: [row('ours', took), row('closures', 1_000)] });
  const [{ value, verdict }] = verdicts(400);
  assert.deepEqual([value, verdict], ['0.40 ×', 'met']);
  assert.equal(verdicts(100)[0].verdict, 'moonshot met');
  assert.equal(verdicts(501)[0].verdict, 'missed');
  assert.deepEqual(judged({ rows: [] }), []);
});

test('medians and quartiles, and plots of them', () => {
  assert.deepEqual(spread([4, 1, 3, 2, 5]), { median: 3, low: 2, high: 4 });
  assert.deepEqual(spread([1, 2]), { median: 1.5, low: 1.25, high: 1.75 });
  const series = [{ name: 'a < b', color: 0, points: [[1, 10], [1_000, 500]] }];
  const axes = { title: 't', xTitle: 'x', yTitle: 'y', xTick: String, yTick: String };
  const drawn = plot({ ...axes, series });
  assert.match(drawn, /^<svg [^]*a &lt; b[^]*<\/svg>\n$/);
  assert.doesNotMatch(drawn, /NaN|undefined|Infinity/);
});
