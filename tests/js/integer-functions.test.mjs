// runtime.wasm as a host without our JavaScript drives it: instantiate, integers, bytes in memory.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';

import { importThere, installedFolder } from '../installed.mjs';

const { AudienceSet, compile } = await importThere();
const module = readFileSync(join(installedFolder, 'runtime.wasm'));
const NOW = Date.UTC(2026, 10, 23, 12);
const [PROFILE, EVENTS, EVENT, MEMBERSHIP, PARAMETERS, ARGUMENT, STREAM] = [0, 1, 2, 3, 4, 5, 6];
const [QUERY, SET] = [1, 2];
const [REFUSED, MISUSED] = [-1, -2];

/** What such a host writes in its own language. */
async function host() {
  const { instance } = await WebAssembly.instantiate(module, {});
  const pql = instance.exports;
  const put = (slot, bytes) => {
    const given = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes;
    const address = pql.pql_put(slot, given.length) >>> 0;
    if (address > 0) new Uint8Array(pql.memory.buffer).set(given, address);
    return address;
  };
  const output = () => {
    const start = pql.pql_output() >>> 0;
    return new Uint8Array(pql.memory.buffer).slice(start, start + (pql.pql_output_length() >>> 0));
  };
  const answer = () => JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(output()));
  const load = (kind, bytes) => {
    put(ARGUMENT, bytes);
    return pql.pql_load(kind);
  };
  return { ...pql, put, output, answer, load };
}

const definition = (id, value) => ({
  id,
  name: `Audience ${id}`,
  expression: { type: 'PQL', format: 'pql/text', value },
  evaluationInfo: { synchronous: { enabled: true } },
});

describe('a set', async () => {
  const pql = await host();
  const definitions = Array.from({ length: 20 }, (_, at) => definition(`a${at}`, `x > ${at}`));
  definitions.push(definition('viewer', 'xEvent[timestamp occurs <= 1 days before now].count() = 2'));
  definitions.push(definition('other', 'inSegment("stored") and $2.y = 1'));
  const handle = pql.load(SET, AudienceSet.compile(definitions).toBytes());

  test('is described', () => {
    assert.equal(pql.pql_abi_version(), 2);
    assert.ok(handle > 0);
    assert.equal(pql.pql_describe(handle), 0);
    const { kind, ids, names, reads, lookback } = pql.answer();
    assert.deepEqual([kind, ids, names[1]], ['set', definitions.map(({ id }) => id), 'Audience a1']);
    assert.deepEqual(reads, ['$2.y', 'segmentMembership', 'x', 'xEvent[].timestamp']);
    assert.deepEqual(lookback, { milliseconds: 86_400_000, paths: ['xEvent[].timestamp'] });
  });

  test('evaluates to a bit for every audience', () => {
    pql.put(PROFILE, '{"x":9.5}');
    pql.put(EVENTS, '[{"timestamp":"2026-11-23T11:00:00Z"}]');
    pql.put(EVENT, '{"timestamp":"2026-11-23T12:00:00Z"}');
    pql.put(MEMBERSHIP, '{"ups":{"stored":{"status":"realized"}}}');
    pql.put(PARAMETERS, '{"$2":{"y":1}}');
    assert.equal(pql.pql_evaluate(handle, NOW), 0);
    assert.deepEqual([...pql.output()], [0b1111_1111, 0b0000_0011, 0b0011_0000]);
  });

  test('qualifies, explains and says what history it needs', () => {
    pql.put(PROFILE, '{"x":0.5,"segmentMembership":{"ups":{"a1":{"status":"realized"}}}}');
    assert.equal(pql.pql_qualify(handle, NOW), 0);
    const { realized, exited } = pql.answer();
    assert.deepEqual([realized, exited], [['a0'], ['a1']]);

    pql.put(PROFILE, '{"x":0.5}');
    pql.put(ARGUMENT, 'a1');
    assert.equal(pql.pql_explain(handle, NOW), 0);
    assert.equal(pql.answer().member, false);

    const old = { timestamp: '2026-11-20T00:00:00Z' };
    const fresh = { timestamp: '2026-11-23T00:00:00Z' };
    pql.put(EVENTS, JSON.stringify([old, { ...fresh, other: 1 }]));
    assert.equal(pql.pql_retain(handle, NOW), 0);
    assert.deepEqual(pql.answer(), [fresh]);
  });

  test('what is put is used once', () => {
    pql.put(PROFILE, '{}');
    pql.put(EVENTS, '[{},{}]');
    assert.equal(pql.pql_evaluate(handle, NOW), 0);
    assert.equal(pql.pql_evaluate(handle, NOW), MISUSED);
    assert.equal(pql.answer().message, 'no profile was put');
  });
});

test('a query', async () => {
  const pql = await host();
  const handle = pql.load(QUERY, compile('x.name').toBytes());
  pql.put(PROFILE, '{"x":{"name":"Zoë"}}');
  assert.equal(pql.pql_evaluate(handle, NOW), 0);
  assert.equal(pql.answer(), 'Zoë');
  pql.put(PROFILE, '{"x":{"name":"Zoë"}}');
  assert.equal(pql.pql_matches(handle, NOW), 1);
  pql.put(PROFILE, '{}');
  assert.equal(pql.pql_matches(handle, NOW), 0);
  assert.equal(pql.output().length, 0);
  assert.equal(pql.pql_drop(handle), 0);
});

test('the simple tests that a query is', async () => {
  const pql = await host();
  const tests = (source) => {
    const handle = pql.load(QUERY, compile(source).toBytes());
    assert.equal(pql.pql_tests(handle), 0);
    return pql.answer();
  };
  assert.deepEqual(tests('x.name = "Zoë" and not (x.name.startsWith("Z", false) or z in [1, 2.5])'), [
    ['', [], [
      ['x', [], [['name', [[0, '=', 'Zoë'], [1, 'startsWith', 'Z', false]], []]]],
      ['z', [[2, 'in', 1, 2.5]], []],
    ]],
    [[1, 0, 0, 2, 0, 4]],
  ]);
  assert.deepEqual(tests('x and y or z'), [
    ['', [], [['x', [[0, 'true']], []], ['y', [[1, 'true']], []], ['z', [[2, 'true']], []]]],
    [[1, 0, 2, 0], [4, 0]],
  ]);
  const more = [
    'x.count() > 1', 'x = y', 'x and x.y', '$1 = 1', 'true', 'x = 9007199254740993', 'x = "\ufffd"', 'x = null',
    '$2.x = 1', 'inSegment("a")', 'segmentMembership.a = 1', `x in [${Array(1001).fill(1)}]`,
    Array(31).fill('x').join(' or '), `x = "${'x'.repeat(1001)}"`,
  ];
  for (const source of more) assert.equal(tests(source), null, source);
  const set = pql.load(SET, AudienceSet.compile([definition('a', 'x = 1')]).toBytes());
  assert.equal(pql.pql_tests(set), MISUSED);
});

test('a query on a stream', async () => {
  const pql = await host();
  const handle = pql.load(QUERY, compile('x.name = "Zoë" and (z >= 2.5 or z <= 1)').toBytes());
  assert.equal(pql.pql_paths(handle, 0), 0);
  assert.deepEqual(pql.answer(), [false, 'x', [false, 'name', [true]], 'z', [true]]);
  const name = new TextEncoder().encode('Zoë');
  const number = new Uint8Array(new Float64Array([2.5]).buffer);
  pql.put(STREAM, Uint8Array.of(0, 0, 1, 8, 8, 0x80 + name.length, ...name, 4, ...number));
  // The stream stays where it is.
  for (const [from, status] of [[2, 1], [2, 1], [1, MISUSED], [0, MISUSED], [3, MISUSED]]) {
    assert.equal(pql.pql_matches(handle, NOW, from), status, String(from));
  }
  pql.put(PROFILE, '{"x":{"name":"Zoë"},"z":1}');
  assert.equal(pql.pql_matches(handle, NOW, 1), 1);
});

test('misuse is a status with a reason, never a trap', async () => {
  const pql = await host();
  const handle = pql.load(QUERY, compile('x').toBytes());
  const numbers = [0, 1, 2, 5, 7, 8, 255, 0x7fffffff, -1, -2, -0x80000000];
  const times = [0, NOW, -1, 8.64e15, 1e300, -Infinity, NaN];
  const calls = ['pql_evaluate', 'pql_matches', 'pql_qualify', 'pql_explain', 'pql_retain'];
  for (const number of numbers) {
    for (const length of numbers) {
      const address = pql.pql_put(number, length) >>> 0;
      if (address === 0) assert.match(pql.answer().message, /no such slot/);
    }
    if (number !== handle) {
      assert.equal(pql.pql_describe(number), MISUSED);
      assert.equal(pql.pql_drop(number), MISUSED);
      assert.match(pql.answer().message, /no artifact with this handle/);
      assert.deepEqual(pql.answer().diagnostics, []);
    }
    for (const name of calls) {
      for (const time of times) {
        if (pql.pql_put(PROFILE, 4) > 0) pql.put(PROFILE, 'null');
        assert.ok([REFUSED, MISUSED].includes(pql[name](number, time)), name);
        assert.ok(pql.answer().rendered.length > 0);
      }
    }
    pql.put(ARGUMENT, 'PQLB');
    assert.equal(pql.pql_load(number), 0);
    assert.ok(pql.answer().message.length > 0);
  }
  pql.put(PROFILE, '{"x":true}');
  assert.equal(pql.pql_matches(handle, NOW), 1);
});

test('a dropped handle stays dropped', async () => {
  const pql = await host();
  const bytes = compile('true').toBytes();
  const first = pql.load(QUERY, bytes);
  assert.equal(pql.pql_drop(first), 0);
  assert.equal(pql.pql_drop(first), MISUSED);
  const second = pql.load(QUERY, bytes);
  assert.notEqual(second, first);
  pql.put(PROFILE, '{}');
  assert.equal(pql.pql_matches(first, NOW), MISUSED);
});

test('memory is given back', async () => {
  const pql = await host();
  const bytes = compile(`x = "${'y'.repeat(100_000)}"`).toBytes();
  const cycle = () => {
    const handle = pql.load(QUERY, bytes);
    pql.put(PROFILE, `{"x":"${'z'.repeat(2_000_000)}"}`);
    assert.equal(pql.pql_evaluate(handle, NOW), 0);
    assert.equal(pql.pql_drop(handle), 0);
  };
  for (let round = 0; round < 20; round += 1) cycle();
  const settled = pql.memory.buffer.byteLength;
  for (let round = 0; round < 200; round += 1) cycle();
  assert.equal(pql.memory.buffer.byteLength, settled);
});

/** The same numbers on every machine (mulberry32). */
function numbers(seed) {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const HEADER = 14;

/** Behind magic and version stands the checksum of the rest, as `bytecode.md` describes it. */
function sealed(bytes) {
  const rest = bytes.subarray(HEADER);
  const padded = new Uint8Array((Math.floor(rest.length / 32) + 1) * 32);
  padded.set(rest);
  const words = new DataView(padded.buffer);
  const lanes = [BigInt(rest.length), 1n, 2n, 3n];
  for (let at = 0; at < padded.length; at += 8) {
    lanes[(at / 8) % 4] = mixed(lanes[(at / 8) % 4], words.getBigUint64(at, true));
  }
  new DataView(bytes.buffer).setBigUint64(HEADER - 8, lanes.reduce(mixed, 0n), true);
  return bytes;
}

function mixed(hash, word) {
  const turned = BigInt.asUintN(64, hash << 23n) | (hash >> 41n);
  return BigInt.asUintN(64, (turned ^ word) * 0x9e37_79b9_7f4a_7c15n);
}

function altered(good, random) {
  const bytes = random(8) === 0 ? good.slice(0, HEADER + 1 + random(good.length - HEADER - 1)) : good.slice();
  for (let count = 1 + random(3); count > 0; count -= 1) {
    const at = random(20) === 0 ? random(bytes.length) : HEADER + random(bytes.length - HEADER);
    bytes[at] = random(2) ? random(256) : bytes[at] ^ (1 << random(8));
  }
  return random(10) === 0 ? bytes : sealed(bytes);
}

test('altered artifacts are refused, or loaded and harmless', async () => {
  const pql = await host();
  const texts = ['inSegment("b") or x.y[z > 3].count() > 1', 'xEvent.exists(v > 5)',
    'chain(xEvent, timestamp, [A: WHAT(v = 1), B: WHAT(v = 2) WHEN(<= 3 days after A)])',
    'name matches "^a+b" and [1, 2.5, "x", null].count() > date(2026, 1, 1).getYear()'];
  const definitions = texts.map((text, at) => definition('abcd'[at], text));
  const set = AudienceSet.compile(definitions);
  assert.deepEqual(set.skipped, []);
  const artifacts = [[SET, set.toBytes()], ...texts.map((text) => [QUERY, compile(text).toBytes()])];
  const profile = JSON.stringify({
    x: { y: [{ z: 5 }, { z: 9 }] }, name: 'aab', xEvent: [{ v: 1, timestamp: 0 }, { v: 2 }],
  });
  const random = numbers(4);
  const tally = { refused: 0, loaded: 0 };
  for (let round = 0; round < 6_000; round += 1) {
    const [kind, good] = artifacts[round % artifacts.length];
    const handle = pql.load(kind, altered(good, random));
    if (handle === 0) {
      assert.equal(pql.answer().diagnostics[0].code, 'P0601');
      tally.refused += 1;
      continue;
    }
    tally.loaded += 1;
    for (const call of ['pql_describe', 'pql_evaluate', 'pql_qualify', 'pql_explain']) {
      pql.put(PROFILE, profile);
      pql.put(ARGUMENT, 'a');
      const status = pql[call](handle, NOW);
      if (status === REFUSED) assert.equal(pql.answer().diagnostics.length, 1);
      else assert.ok(status === 0 || (status === MISUSED && kind === QUERY), `${call}: ${status}`);
    }
    assert.equal(pql.pql_drop(handle), 0);
  }
  assert.ok(tally.refused > 1_000 && tally.loaded > 300, JSON.stringify(tally));
});
