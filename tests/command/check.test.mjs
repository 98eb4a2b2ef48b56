// `pql-edge check`: findings as the library draws them, reports for programs, lists of definitions.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { inRoot } from '../../pkg-config/setup/paths.mjs';
import { importThere, installedFolder } from '../installed.mjs';
import { parseSuite } from '../js/suite-format.mjs';
import { definition, run, scratch } from './program.mjs';

const { check, compile } = await importThere();
const { file, folder } = scratch();
const rendered = (source, options) => {
  try {
    compile(source, options);
    return '';
  } catch (error) {
    return error.rendered();
  }
};

describe('findings', () => {
  test('are drawn as the library draws them, on standard error', () => {
    const long = `${'a + '.repeat(99)}==`;
    for (const source of ['a = = 1', 'foo(1) and\n"é😀" = bar(2)', '(a = 1', long]) {
      const { status, stdout, stderr } = run(['check', '-e', source]);
      assert.equal(status, 1);
      assert.equal(stderr, `${rendered(source)}\n`);
      assert.match(stdout, /^✗ the expression: [1-9] errors?\n$/);
    }
  });

  test('of every wrong query of the suite too', async () => {
    const { render } = await import(pathToFileURL(join(installedFolder, 'command', 'render.js')));
    const { paints } = await import(pathToFileURL(join(installedFolder, 'command', 'terminal.js')));
    const names = readdirSync(inRoot('tests', 'suite')).filter((name) => name.endsWith('.pql'));
    let compared = 0;
    for (const name of names) {
      const cases = parseSuite(readFileSync(inRoot('tests', 'suite', name), 'utf8'), name);
      for (const { query, strict, errors } of cases) {
        const expected = errors?.length > 0 ? rendered(query, { strict }) : '';
        if (expected === '') continue;
        const { diagnostics } = check(query, { strict });
        assert.equal(render(query, diagnostics, paints({}, false)), expected, query);
        compared += 1;
      }
    }
    assert.ok(compared > 50, `${compared} compared`);
  });

  test('of a file name it, with line and column', () => {
    const path = file('wrong.pql', 'a = 1\r\nand b == 2\r\n');
    const { status, stderr } = run(['check', path]);
    assert.equal(status, 1);
    assert.ok(stderr.includes(` --> ${path}:2:7\n  |\n2 | and b == 2\n  |       ^^\n`), stderr);
  });

  test('of pql/json are shown in its text', () => {
    const tree = { nodeType: 'fnApply', fnName: 'foo', params: [] };
    const { status, stderr } = run(['check'], { input: JSON.stringify(tree) });
    assert.equal(status, 1);
    assert.ok(stderr.includes(' --> standard input:1:1\n  |\n1 | foo()\n  | ^^^\n'), stderr);
  });
});

test('a query that is fine is told with its kind and what it reads', () => {
  const { status, stdout, stderr } = run(['check', '-e', 'a.b = "CA"']);
  assert.deepEqual([status, stderr], [0, '']);
  const [first, ...more] = stdout.split('\n');
  assert.equal(first, '✓ the expression: Boolean · edge, streaming, batch');
  assert.ok(more.includes('  kind: profile only'));
  assert.ok(more.includes('  reads: a.b'));
});

describe('--json', () => {
  test('is the report of the library for every source', () => {
    const source = 'xEvent[timestamp occurs <= 7 days before now].exists(value > 0)';
    const { status, stdout, stderr } = run(['check', '-e', source, '--json', '--color']);
    assert.deepEqual([status, stderr], [0, '']);
    assert.deepEqual(JSON.parse(stdout), { ok: true, sources: [{ ...check(source) }] });
  });

  test('names files, ids and names', () => {
    const path = file('one.json', definition('x', 'a == 1', { name: 'X' }));
    const text = file('two.pql', 'a = 1');
    const { status, stdout, stderr } = run(['check', path, text, '--json']);
    assert.deepEqual([status, stderr], [1, '']);
    const { ok, sources } = JSON.parse(stdout);
    assert.deepEqual([ok, sources.map((one) => [one.file, one.id, one.name, one.ok])], [
      false, [[path, 'x', 'X', false], [text, undefined, undefined, true]],
    ]);
    assert.equal(sources[0].diagnostics[0].code, 'P0106');
  });
});

describe('lists of definitions', () => {
  const all = [
    definition('one', 'a = 1'),
    definition('two', 'inSegment("three")'),
    definition('broken', 'a = = 1', { name: 'Broken' }),
  ];
  const shapes = {
    'an array': JSON.stringify(all),
    'a response': JSON.stringify({ segments: all, page: { totalCount: 3 } }),
    'one on a line': all.map((one) => JSON.stringify(one)).join('\n'),
    'with a byte order mark': `\ufeff${JSON.stringify(all, null, 2)}`,
    'compressed': gzipSync(JSON.stringify(all)),
  };

  for (const [name, input] of Object.entries(shapes)) {
    test(name, () => {
      const { status, stdout, stderr } = run(['check', '-', '--json'], { input });
      assert.deepEqual([status, stderr], [1, '']);
      const { sources } = JSON.parse(stdout);
      assert.deepEqual(sources.map(({ id, ok }) => [id, ok]),
        [['one', true], ['two', true], ['broken', false]]);
      assert.deepEqual(sources[1].diagnostics.map(({ code }) => code), ['P0704']);
    });
  }

  test('for people have one line each and a sum', () => {
    const { status, stdout, stderr } = run(['check'], { input: JSON.stringify(all) });
    assert.equal(status, 1);
    assert.equal(stdout, '✓ standard input (one): Boolean · edge, streaming, batch\n'
      + '! standard input (two): Boolean · edge, batch\n'
      + '✗ standard input (broken), Broken: 1 error\n\n3 queries, 1 error, 1 warning\n');
    assert.ok(stderr.includes(' --> standard input (broken):1:5\n'), stderr);
  });

  test('that refer to each other in a circle are told', () => {
    const circle = [definition('a', 'inSegment("b")'), definition('b', 'inSegment("a")')];
    const { stdout } = run(['check', '--json'], { input: JSON.stringify(circle) });
    const { ok, sources } = JSON.parse(stdout);
    assert.equal(ok, false);
    const codes = sources.map(({ diagnostics }) => diagnostics.map(({ code }) => code));
    assert.deepEqual(codes, [['P0702'], ['P0702']]);
  });

  test('a bad line is told by its number', () => {
    const input = `${JSON.stringify(all[0])}\n\n{"id":\n`;
    const { status, stderr } = run(['check'], { input });
    assert.equal(status, 2);
    assert.match(stderr, /^error: standard input:3: not valid JSON: /);
  });
});

describe('options', () => {
  const schema = file('schema.json', { properties: { age: { type: 'integer' } } });

  test('--schema knows the fields', () => {
    assert.equal(run(['check', '-e', 'age > 5', '--schema', schema]).status, 0);
    const { status, stderr } = run(['check', '-e', 'agee > 5', '--schema', schema]);
    assert.equal(status, 1);
    assert.ok(stderr.includes('= help: did you mean `age`?'), stderr);
  });

  test('--schema that is none is told', () => {
    const none = file('none.json', { a: 5 });
    const { status, stdout, stderr } = run(['check', '-e', 'a', '--schema', none]);
    assert.deepEqual([status, stdout], [2, '']);
    assert.ok(stderr.startsWith('error[P0801]: ') && stderr.includes(`  --> ${none}\n`), stderr);
  });

  test('--strict refuses extensions', () => {
    const source = 'chain(xEvent, timestamp, [A: WHAT(value > 1) COUNT(between 2 and 5)])';
    assert.equal(run(['check', '-e', source]).status, 0);
    assert.equal(run(['check', '-e', source, '--strict']).status, 1);
  });

  test('--rules are those of a year', () => {
    const source = 'xEvent[timestamp occurs <= 24 hours before now].exists(value > 0)';
    const reports = ['E1', 'newest'].map((rules) =>
      JSON.parse(run(['check', '-e', source, '--rules', rules, '--json']).stdout).sources[0]);
    assert.deepEqual(reports.map(({ eligibility }) => eligibility),
      ['E1', 'newest'].map((rules) => check(source, { rules }).eligibility));
  });

  test('several files are checked in their order', () => {
    const names = ['b.pql', 'a.pql'].map((name) => file(name, 'a = 1'));
    const { stdout } = run(['check', 'b.pql', 'a.pql'], { cwd: folder });
    assert.equal(names.length, 2);
    assert.deepEqual(stdout.match(/[ab]\.pql/g), ['b.pql', 'a.pql']);
  });
});
