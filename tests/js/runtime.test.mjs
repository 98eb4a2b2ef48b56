// The runtime package: from the same bytes the same answers, and what is left out of its module.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';

import { functions, owner } from '../../pkg-config/build/names.mjs';
import { namedRuntime } from '../../pkg-config/build/wasm.mjs';
import { TARGET } from '../../pkg-config/samples/generate.mjs';
import { importThere, installedFolder } from '../installed.mjs';
import { parseSuite } from './suite-format.mjs';

const full = await importThere();
const runtime = await importThere('pql-edge/runtime');
const wasm = (name) => readFileSync(join(installedFolder, `${name}.wasm`));
const inTests = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const utf8 = (text) => new TextEncoder().encode(text);

/** What a program gives: a value, or the error that says why there is none. */
function outcome(run) {
  try {
    return run();
  } catch (error) {
    if (error instanceof full.PqlError) return { error: error.message, all: error.diagnostics };
    throw error;
  }
}

describe('the module', () => {
  const bytes = wasm('runtime');

  test('has no imports, and exports integer functions and the memory', () => {
    const module = new WebAssembly.Module(bytes);
    assert.deepEqual(WebAssembly.Module.imports(module), []);
    const exported = WebAssembly.Module.exports(module);
    for (const { name, kind } of exported) {
      assert.match(`${kind} ${name}`, /^(memory memory|function pql_\w+)$/);
    }
    assert.ok(exported.length > 10);
  });

  test('has the functions that the manual tells of', () => {
    const manual = readFileSync(inTests('../src/docs/architecture.md'), 'utf8');
    const rows = manual.split('\n').filter((line) => /^\| `pql_/.test(line)).join('\n');
    const told = [...rows.matchAll(/`(pql_\w+)\(/g)].map(([, name]) => name);
    const exported = WebAssembly.Module.exports(new WebAssembly.Module(bytes));
    const names = exported.map(({ name }) => name).filter((name) => name !== 'memory');
    assert.deepEqual(told.sort(), names.sort());
  });

  test('is at most half of the whole', () => {
    const size = (name) => [wasm(name).length, brotliCompressSync(wasm(name)).length];
    const [whole, half] = [size('pql'), size('runtime')];
    for (const at of [0, 1]) assert.ok(half[at] * 2 <= whole[at], `${half[at]} of ${whole[at]}`);
  });

  test('holds nothing of the front end', () => {
    const all = functions(readFileSync(namedRuntime));
    const owners = new Set(all.map(({ name }) => owner(name)));
    for (const module of ['vm', 'value', 'functions', 'profile', 'query', 'audience', 'abi']) {
      assert.ok(owners.has(`pql_edge::${module}`), module);
    }
    const frontEnd = /\bpql_edge::(syntax|check|compile|schema|wasm)\b|\blogos\b|\bjs_sys\b/;
    assert.deepEqual(all.filter(({ name }) => frontEnd.test(name)), []);
    assert.ok(all.every(({ name }) => name !== ''), 'a function without a name could be anything');
  });
});

describe('the sample set', () => {
  const samples = (name) => readFileSync(join(TARGET, name), 'utf8');
  const lines = samples('profiles.ndjson').trimEnd().split('\n');
  const { now } = JSON.parse(samples('manifest.json'));
  const whole = full.AudienceSet.compile(samples('definitions.json'), { evaluation: 'any' });
  const bytes = whole.toBytes();
  const loaded = runtime.AudienceSet.fromBytes(bytes);
  const again = full.AudienceSet.fromBytes(bytes);

  test('is described alike', () => {
    for (const set of [again, loaded]) {
      for (const member of ['ids', 'size', 'reads', 'lookback']) {
        assert.deepEqual(set[member], whole[member], member);
      }
      assert.deepEqual(set.skipped, []);
    }
    assert.deepEqual(again.toBytes(), bytes);
  });

  test('evaluates, qualifies and explains alike: objects, text and bytes', () => {
    assert.ok(lines.length >= 200);
    for (const [at, line] of lines.entries()) {
      const kinds = [line, utf8(line), JSON.parse(line)];
      const expected = whole.evaluate(line, { now });
      for (const kind of kinds) assert.deepEqual(loaded.evaluate(kind, { now }), expected, line);
      const { ...qualification } = whole.qualify(line, { now });
      assert.deepEqual({ ...loaded.qualify(kinds[at % 3], { now }) }, qualification, line);
      const id = whole.ids[at % whole.size];
      assert.deepEqual(loaded.explain(id, line, { now }), whole.explain(id, line, { now }), line);
    }
  });

  test('keeps the same history', () => {
    for (const line of lines) {
      const { xEvent: events = [] } = JSON.parse(line);
      const expected = whole.retain(events, now);
      for (const kind of [events, JSON.stringify(events), utf8(JSON.stringify(events))]) {
        assert.deepEqual(loaded.retain(kind, now), expected);
      }
    }
  });

  test('takes what stands beside the profile', () => {
    const [line] = lines;
    const profile = JSON.parse(line);
    const events = profile.xEvent ?? [];
    const event = { eventType: 'commerce.purchases', timestamp: now };
    const segmentMembership = { ups: { [whole.ids[0]]: { status: 'realized' } } };
    const contexts = [{ events: [] }, { event }, { events, event }, { segmentMembership }];
    for (const context of contexts) {
      const given = { now, ...context };
      const texts = Object.entries(context).map(([name, value]) => [name, JSON.stringify(value)]);
      const { ...expected } = whole.qualify(line, given);
      for (const form of [given, { now, ...Object.fromEntries(texts) }]) {
        assert.deepEqual({ ...loaded.qualify(line, form) }, expected);
      }
    }
  });
});

describe('the language suite', () => {
  const folder = inTests('suite');
  const files = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.pql'));
  for (const file of files.sort()) {
    const cases = parseSuite(readFileSync(join(folder, file), 'utf8'), file)
      .filter((one) => 'result' in one && one.schema === undefined);
    if (cases.length === 0) continue;
    test(file, () => {
      for (const { query, strict, profile, parameters, now, result, where } of cases) {
        const compiled = full.compile(query, { strict });
        const loaded = runtime.Query.fromBytes(compiled.toBytes());
        const context = { now, ...(parameters && { parameters }) };
        assert.deepEqual(loaded.evaluate(profile, context), result, where);
        assert.equal(loaded.matches(profile, context), compiled.matches(profile, context), where);
        assert.deepEqual(loaded.explain(profile, context), compiled.explain(profile, context));
        assert.deepEqual([loaded.reads, loaded.resultType], [compiled.reads, compiled.resultType]);
        loaded.free();
        compiled.free();
      }
    });
  }
});

describe('objects', () => {
  const both = ['a', '$1', 'a.b'].map((source) => {
    const query = full.compile(source);
    return [query, runtime.Query.fromBytes(query.toBytes())];
  });
  const odd = {
    'a date': new Date(0),
    'undefined': undefined,
    'no number': NaN,
    'infinite': -Infinity,
    'negative zero': -0,
    'a small bigint': 10n,
    'a bigint beyond 64 bits': 2n ** 64n,
    'half a pair': 'x\ud800y',
    'the escape of half a pair': '\\ud800 \\\\udfff',
    'controls': '\0\u0001\t\u2028"\\',
    'beyond ASCII': 'é€𝄞',
    'a function': () => 1,
    'a symbol': Symbol('a'),
    'holes': [undefined, , () => 1],
    'toJSON': { toJSON: () => ({ b: 'c' }) },
    'a map': new Map([['b', 1]]),
  };
  for (const [name, value] of Object.entries(odd)) {
    test(`${name}: as in the whole package`, () => {
      for (const [query, loaded] of both.filter((_, at) => at !== 1)) {
        assert.deepEqual(loaded.evaluate({ a: value }), query.evaluate({ a: value }));
      }
    });
  }

  test('what is no profile is the same error', () => {
    for (const given of [undefined, null, 3, true, () => 1, [], '[]', 'null', '{"a":', '{} {}']) {
      const [expected, found] = both[0].map((query) => outcome(() => query.evaluate(given)));
      assert.ok(expected.error, String(given));
      assert.deepEqual(found, expected);
    }
  });

  test('only what is read is looked at', () => {
    const [, loaded] = both[0];
    const given = { a: 1, get b() { throw new Error('no access'); } };
    given.self = given;
    assert.equal(loaded.evaluate(given, { parameters: given, event: given }), 1);
  });

  test('what cannot be read is an error with its reason, and the next call is right', () => {
    const cyclic = {};
    cyclic.a = cyclic;
    let deep = {};
    for (let level = 0; level < 100_000; level += 1) deep = { a: deep };
    const throwing = { get a() { throw new Error('no access'); } };
    const source = '[a, xEvent, $2]';
    for (const loaded of [full.compile(source), runtime.Query.fromBytes(full.compile(source).toBytes())]) {
      for (const [given, code, cause] of [
        [cyclic, 'P0303', undefined], [deep, 'P0303', undefined], [throwing, 'P0501', 'no access'],
      ]) {
        for (const run of [
          () => loaded.evaluate(given),
          () => loaded.evaluate({}, { event: { x: given } }),
          () => loaded.evaluate('{}', { events: '[{}]', parameters: { $2: given } }),
        ]) {
          assert.throws(run, (error) => error.diagnostics[0].code === code && error instanceof runtime.PqlError);
          assert.deepEqual(loaded.evaluate({ a: 1 }), [1, null, null]);
        }
      }
    }
  });

  test('an object that calls back while it is read is no harm', () => {
    const [, loaded] = both[0];
    const inner = { toJSON: () => ({ b: loaded.evaluate({ a: 'inner' }) }) };
    assert.deepEqual(loaded.evaluate({ a: inner }), { b: 'inner' });
    assert.deepEqual(loaded.evaluate({ a: 2 }, { event: inner }), 2);
  });

  test('large ones make the memory grow, and small ones go on', () => {
    const [query, loaded] = both[0];
    for (const size of [100, 40_000, 3_000_000, 10]) {
      const given = { a: 'é'.repeat(size), filler: Array(size).fill(1) };
      assert.equal(loaded.evaluate(given), query.evaluate(given));
      assert.equal(loaded.evaluate(utf8(JSON.stringify(given))), given.a);
    }
    const most = 64 * 1024 * 1024;
    assert.throws(() => loaded.evaluate(new Uint8Array(most + 1)), runtime.PqlError);
    assert.equal(loaded.evaluate({ a: 1 }), 1);
  });
});

describe('instances', () => {
  const query = full.compile('a').toBytes();
  const set = full.AudienceSet.compile([]).toBytes();

  test('share their error with the whole package', () => {
    assert.equal(runtime.PqlError, full.PqlError);
  });

  test('cannot be made by hand, nor from what are no bytes', () => {
    for (const type of [runtime.Query, runtime.AudienceSet]) {
      assert.throws(() => new type(), { name: 'TypeError', message: /fromBytes/ });
      assert.throws(() => new type({}, query), { name: 'TypeError', message: /fromBytes/ });
      for (const bytes of [undefined, null, 'text', 3, {}, [1], new ArrayBuffer(8)]) {
        assert.throws(() => type.fromBytes(bytes), TypeError);
      }
    }
  });

  test('of the wrong kind are refused by both packages alike', () => {
    for (const { Query, AudienceSet } of [full, runtime]) {
      assert.match(outcome(() => Query.fromBytes(set)).error, /does not start with `PQLB`/);
      assert.match(outcome(() => AudienceSet.fromBytes(query)).error, /does not start with `PQLS`/);
    }
  });

  test('used after free are an error, whatever was loaded since', () => {
    const loaded = runtime.Query.fromBytes(query);
    const audiences = runtime.AudienceSet.fromBytes(set);
    for (const one of [loaded, audiences]) {
      one.free();
      one.free();
    }
    const other = runtime.Query.fromBytes(query);
    const uses = [() => loaded.evaluate({}), () => loaded.matches({}), () => loaded.explain({})];
    uses.push(() => loaded.reads, () => loaded.resultType, () => audiences.evaluate({}));
    uses.push(() => audiences.qualify({}), () => audiences.explain('a', {}), () => audiences.ids);
    uses.push(() => audiences.size, () => audiences.reads, () => audiences.lookback);
    uses.push(() => audiences.skipped, () => audiences.retain([]));
    for (const use of uses) assert.throws(use, { name: 'TypeError', message: /was freed/ });
    assert.equal(other.evaluate({ a: 1 }), 1);
  });

  test('that are forgotten give their memory back', async () => {
    const large = full.compile(`a = "${'x'.repeat(200_000)}"`).toBytes();
    const before = process.memoryUsage().external;
    for (let round = 0; round < 2_000; round += 1) {
      runtime.Query.fromBytes(large);
      if (round % 50 > 0) continue;
      globalThis.gc();
      await new Promise((resolve) => setImmediate(resolve));
    }
    const grown = process.memoryUsage().external - before;
    assert.ok(grown < 200_000_000, `${grown} bytes more, 800,000,000 were loaded`);
  });
});
