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
  // As many as the platform allows in a sandbox, and slower ones that are to be left out.
  assert.equal(synchronous.length, 150);
  assert.equal(list.segments.length, 183);
  assert.ok(manifest.definitions.continuous > 0 && manifest.definitions.batch > 0);
});

test('the groups hold every synchronous definition once', () => {
  const { groups } = manifest.definitions;
  const grouped = groups.flatMap(({ ids }) => ids);
  assert.deepEqual([...grouped].sort(), synchronous.map(({ id }) => id).sort());
  assert.equal(new Set(groups.map(({ label }) => label)).size, groups.length);
  for (const { label, ids } of groups) assert.ok(ids.length >= 5, label);
});

test('a profile with its events is about 2 KB', () => {
  const sizes = lines.map((line) => Buffer.byteLength(line)).sort((a, b) => a - b);
  const median = sizes[sizes.length >> 1];
  assert.ok(median > 1600 && median < 2400, `median ${median}`);
  assert.equal(median, manifest.profiles.medianBytes);
});

const MEMBERS = ['id', 'schema', 'profileInstanceId', 'imsOrgId', 'sandbox', 'name',
  'description', 'expression', 'evaluationInfo', 'creationTime', 'baselineTime', 'updateEpoch',
  'updateTime'];
const OPTIONAL = ['mergePolicyId', 'dataGovernancePolicy'];

test('definitions have every member that the service returns', () => {
  for (const one of list.segments) {
    const members = Object.keys(one);
    assert.deepEqual(members.filter((name) => !OPTIONAL.includes(name)), MEMBERS, one.name);
    assert.ok(members.every((name) => [...MEMBERS, ...OPTIONAL].includes(name)), one.name);
    const { name, id } = one.schema;
    assert.ok(name === '_xdm.context.profile' || id.endsWith('/profile__union'), one.name);
    assert.equal(one.expression.type.toUpperCase(), 'PQL');
    assert.equal(Object.values(one.evaluationInfo).filter((mode) => mode.enabled).length, 1);
    assert.match(one.id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.equal(one.updateEpoch, Math.floor(one.updateTime / 1000));
  }
  assert.deepEqual(Object.keys(list), ['segments', 'page', 'link']);
  assert.equal(list.page.totalCount, list.segments.length);
});

test('what may be left out or vary does so in some', () => {
  const seen = (choose) => new Set(synchronous.map(choose));
  const governance = seen((one) => one.dataGovernancePolicy?.excludeOptOut);
  assert.deepEqual(governance, new Set([true, false, undefined]));
  const policies = seen((one) => one.mergePolicyId);
  assert.ok(policies.size === 3 && policies.has(undefined));
  assert.ok(seen((one) => one.schema.id).size > 1);
  const forms = seen(({ expression: { format, value } }) =>
    `${format} ${typeof value} ${isTree(value) ? 'tree' : 'text'}`);
  assert.deepEqual([...forms].sort(), ['pql/json object tree', 'pql/json string text',
    'pql/json string tree', 'pql/text string text', 'pql/text string tree']);
});

const isTree = (value) => typeof value === 'object' || value.trimStart().startsWith('{');

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
  const text = synchronous.map((one) => one.expression.value)
    .filter((value) => !isTree(value)).join('\n');
  const constructs = ['`', '$1', '=>', ' and ', ' or ', 'not (', '!(', 'if(', '!=', '<=', '>=',
    ' + ', ' - ', ' * ', ' % ', '-loyalty', '.startsWith(', '.doesNotStartWith(', '.endsWith(',
    '.doesNotEndWith(', '.contains(', '.doesNotContain(', '.equals(', '.notEqualTo(', ' like ',
    ' in [', ' notIn ', '.includes(', '.isNull()', '.isNotNull()', '.get(', '.keys()',
    '.values()', '.exists(', '.filter(', '.count()', '.sum(', '.average(', '.min(', '.max(',
    'select ', 'exists E ', 'forall ', ' ^.', '^^.', 'occurs on', 'occurs before', 'occurs after',
    'occurs from', 'occurs between', 'occurs =', 'occurs !=', 'occurs <', 'occurs >',
    'WHAT(', 'WHEN(', 'WHERE(', 'COUNT(', 'COUNT(=', 'COUNT(>=', 'COUNT(between', 'NOT WHAT',
    'after C0', 'this week', 'last week', 'this month', 'last month', 'yesterday', 'none E ',
    'average E', ' matches ', '.regexGroup(', '.supersetOf(', ', "AAM")',
    'inSegment(', 'this', 'date(', 'currentMonth()',
    'currentYear()', 'currentDayOfMonth()', '.getMonth()', '.getYear()', '.getDayOfMonth()',
    '.intersects(', '.subsetOf(', '.distinct()', 'before now', 'after now', 'after today', 'C5:'];
  assert.deepEqual(constructs.filter((construct) => !text.includes(construct)), []);
});

test('references between definitions resolve, but for imported audiences on profiles', () => {
  const known = new Map(list.segments.map((one) => [one.id, one]));
  const outside = new Set();
  const depth = ({ expression: { value } }) => {
    const levels = named(value).map((id) => {
      if (!known.has(id)) outside.add(id);
      return known.has(id) ? 1 + depth(known.get(id)) : 1;
    });
    return Math.max(0, ...levels);
  };
  const depths = list.segments.map(depth);
  assert.ok(Math.max(...depths) >= 4, `${Math.max(...depths)} levels`);
  assert.equal(outside.size, 2);
  for (const id of outside) {
    const namespaces = profiles.map((one) => Object.values(one.segmentMembership ?? {}));
    const stored = namespaces.filter((all) => all.some((records) => records[id]));
    assert.ok(stored.length >= 5, `${id} is stored on ${stored.length} profiles`);
  }
});

/** The ids that an expression asks for, in text or tree. */
function named(value) {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const inText = [...text.matchAll(/inSegment\("([^"]+)"/g)].map((match) => match[1]);
  if (!isTree(value)) return inText;
  const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
  return [...text.matchAll(uuid)].map((match) => match[0]);
}

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
