// The committed samples are what the generator writes, and have the promised size and shape.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { TARGET, build } from '../../pkg-config/samples/generate.mjs';

const committed = (name) => readFileSync(join(TARGET, name), 'utf8');
const manifest = JSON.parse(committed('manifest.json'));
const list = JSON.parse(committed('definitions.json'));
const lines = committed('profiles.ndjson').trimEnd().split('\n');
const profiles = lines.map((line) => JSON.parse(line));
const events = profiles.flatMap((profile) => profile.xEvent ?? []);
const synchronous = list.segments.filter((one) => one.evaluationInfo.synchronous.enabled);

for (const [name, text] of Object.entries(build())) {
  test(`${name} is what the generator writes`, () => {
    assert.ok(committed(name) === text, `run pkg-config/samples/generate.mjs: ${name} differs`);
  });
}

test('the generator gives the same bytes twice in one process', () => {
  assert.deepEqual(build(), build());
});

test('the manifest counts what is there', () => {
  const mode = (name) => list.segments.filter((one) => one.evaluationInfo[name].enabled).length;
  assert.equal(manifest.definitions.count, list.segments.length);
  for (const name of ['synchronous', 'continuous', 'batch']) {
    assert.equal(manifest.definitions[name], mode(name), name);
  }
  assert.equal(manifest.profiles.count, profiles.length);
  assert.equal(manifest.profiles.events, events.length);
  assert.equal(new Date(manifest.now).toISOString(), '2026-11-20T12:00:00.000Z');
});

test('there are enough definitions and profiles', () => {
  assert.equal(profiles.length, 220);
  assert.ok(list.segments.length >= 48);
  assert.ok(synchronous.length >= 34);
  assert.ok(manifest.definitions.continuous > 0 && manifest.definitions.batch > 0);
});

test('a profile with its events is about 2 KB', () => {
  const sizes = lines.map((line) => Buffer.byteLength(line)).sort((a, b) => a - b);
  const median = sizes[sizes.length >> 1];
  assert.ok(median > 1600 && median < 2400, `median ${median}`);
  assert.equal(median, manifest.profiles.medianBytes);
});

test('definitions have every member that the service returns', () => {
  const members = ['id', 'schema', 'profileInstanceId', 'imsOrgId', 'sandbox', 'name',
    'description', 'expression', 'mergePolicyId', 'evaluationInfo', 'dataGovernancePolicy',
    'creationTime', 'baselineTime', 'updateEpoch', 'updateTime'];
  for (const one of list.segments) {
    assert.deepEqual(Object.keys(one), members, one.name);
    assert.deepEqual(one.schema, { name: '_xdm.context.profile' });
    assert.equal(one.expression.type, 'PQL');
    assert.equal(one.expression.format, 'pql/text');
    assert.equal(Object.values(one.evaluationInfo).filter((mode) => mode.enabled).length, 1);
    assert.match(one.id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.equal(one.updateEpoch, Math.floor(one.updateTime / 1000));
  }
  assert.deepEqual(Object.keys(list), ['segments', 'page', 'link']);
  assert.equal(list.page.totalCount, list.segments.length);
});

test('names and ids are unique, and the list is sorted as its page says', () => {
  for (const member of ['id', 'name']) {
    const all = list.segments.map((one) => one[member]);
    assert.equal(new Set(all).size, all.length, member);
  }
  const times = list.segments.map((one) => one.creationTime);
  assert.deepEqual(times, [...times].sort((a, b) => b - a));
  assert.equal(new Set(profiles.map((profile) => profile._id)).size, profiles.length);
});

test('synchronous definitions cover the language of the edge', () => {
  const text = synchronous.map((one) => one.expression.value).join('\n');
  const constructs = ['`', '$1', '=>', ' and ', ' or ', 'not (', '!(', 'if(', '!=', '<=', '>=',
    ' + ', ' - ', ' * ', ' % ', '-loyalty', '.startsWith(', '.doesNotStartWith(', '.endsWith(',
    '.doesNotEndWith(', '.contains(', '.doesNotContain(', '.equals(', '.notEqualTo(', ' like ',
    ' in [', ' notIn ', '.includes(', '.isNull()', '.isNotNull()', '.get(', '.keys()',
    '.values()', '.exists(', '.filter(', '.count()', '.sum(', '.average(', '.min(', '.max(',
    'select ', 'exists E ', 'forall ', ' ^.', '^^.', 'occurs on', 'occurs before', 'occurs after',
    'occurs from', 'occurs between', 'occurs =', 'occurs !=', 'occurs <', 'occurs >',
    'WHAT(', 'WHEN(', 'WHERE(', 'COUNT(', 'inSegment(', 'this', 'date(', 'currentMonth()',
    'currentYear()', 'currentDayOfMonth()', '.getMonth()', '.getYear()', '.getDayOfMonth()',
    '.intersects(', '.subsetOf(', '.distinct()', 'before now', 'after now', 'after today', 'C5:'];
  assert.deepEqual(constructs.filter((construct) => !text.includes(construct)), []);
});

test('references between definitions resolve, but for one imported audience on profiles', () => {
  const known = new Set(list.segments.map((one) => one.id));
  const named = list.segments.flatMap((one) =>
    [...one.expression.value.matchAll(/inSegment\("([^"]+)"\)/g)].map((match) => match[1]));
  const outside = [...new Set(named.filter((id) => !known.has(id)))];
  assert.ok(named.length - outside.length >= 6);
  assert.equal(outside.length, 1);
  const stored = profiles.filter((one) => one.segmentMembership?.ups?.[outside[0]]);
  assert.ok(stored.length >= 5, `stored on ${stored.length} profiles`);
});

test('profiles carry memberships of every status, some with an end', () => {
  const records = profiles.flatMap((one) => Object.values(one.segmentMembership?.ups ?? {}));
  for (const status of ['realized', 'exited', 'existing']) {
    assert.ok(records.some((record) => record.status === status), status);
  }
  assert.ok(records.some((record) => record.validUntil < manifest.now));
  assert.ok(records.some((record) => record.validUntil > manifest.now));
});

test('events come in every spelling of a timestamp', () => {
  const spellings = [/\dZ$/, /\.\d{3}Z$/, /\.\d{6}Z$/, /\d\+00:00$/, /\d-0\d:\d\d$/,
    /\.\d{3}\+\d\d:\d\d$/];
  for (const spelling of spellings) {
    assert.ok(events.some((event) => spelling.test(event.timestamp)), String(spelling));
  }
  assert.ok(events.some((event) => typeof event.timestamp === 'number'));
  assert.ok(events.some((event) => !('timestamp' in event)));
  assert.ok(Math.max(...profiles.map((one) => one.xEvent?.length ?? 0)) === 15);
});
