// `pql-edge eval`, `convert` and `fmt`: one query, its result and its other spellings.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { describe, test } from 'node:test';

import { importThere } from '../installed.mjs';
import { definition, run, scratch } from './program.mjs';

const { compile, convert, format } = await importThere();
const { file, folder } = scratch();
const SOURCE = 'homeAddress.countryCode = "CA" and loyalty.points >= 1000';
const person = { homeAddress: { countryCode: 'CA' }, loyalty: { points: 850 } };
const profile = file('profile.json', person);

describe('eval', () => {
  const evaluate = (...args) => run(['eval', '--profile', profile, ...args]);

  test('prints the result as JSON', () => {
    for (const [source, result] of [[SOURCE, 'false'], ['loyalty.points + 0.5', '850.5'],
      ['nothing', 'null'], ['homeAddress', '{"countryCode":"CA"}'], ['-5 > 3', 'false']]) {
      const answered = { status: 0, stdout: `${result}\n`, stderr: '' };
      assert.deepEqual(evaluate('-e', source), answered, source);
    }
  });

  test('--explain prints the tree of the library', () => {
    const { status, stdout } = evaluate('-e', SOURCE, '--explain');
    assert.deepEqual([status, stdout], [0, compile(SOURCE).explain(person).rendered]);
  });

  test('--json has the result, and with --explain the tree', () => {
    const { result, matches, root } = compile(SOURCE).explain(person);
    const short = evaluate('-e', SOURCE, '--json', '--color');
    assert.deepEqual(JSON.parse(short.stdout), { result, matches });
    const long = evaluate('-e', SOURCE, '--json', '--explain');
    assert.deepEqual(JSON.parse(long.stdout), { result, matches, root });
  });

  test('--quiet answers by the status', () => {
    assert.deepEqual(evaluate('-e', SOURCE, '--quiet'), { status: 1, stdout: '', stderr: '' });
    const yes = evaluate('-e', 'loyalty.points > 1', '-q');
    assert.deepEqual(yes, { status: 0, stdout: '', stderr: '' });
  });

  test('takes texts, trees and definitions from files and standard input', () => {
    const tree = convert(SOURCE).value;
    const inputs = [SOURCE, `${SOURCE}\n`, `\ufeff${SOURCE}`, tree, convert(SOURCE),
      definition('x', SOURCE)];
    for (const [at, content] of inputs.entries()) {
      const input = typeof content === 'string' ? content : JSON.stringify(content);
      assert.equal(evaluate(file(`source-${at}`, input)).stdout, 'false\n', input);
      assert.equal(run(['eval', '--profile', profile], { input }).stdout, 'false\n', input);
    }
  });

  test('takes the profile from standard input, as bytes and with a mark', () => {
    const input = `\ufeff${JSON.stringify(person)}\n`;
    const { status, stdout } = run(['eval', '-e', 'loyalty.points', '--profile', '-'], { input });
    assert.deepEqual([status, stdout], [0, '850\n']);
  });

  test('takes events as an array and one on a line, and a time', () => {
    const source = 'xEvent[timestamp occurs <= 1 days before now].count()';
    const events = [{ timestamp: '2026-11-20T09:00:00Z' }, { timestamp: '2026-11-01T09:00:00Z' }];
    const shapes = [JSON.stringify(events), events.map((one) => JSON.stringify(one)).join('\r\n')];
    for (const [at, shape] of shapes.entries()) {
      const path = file(`events-${at}`, shape);
      for (const [now, count] of [['2026-11-20T12:00:00Z', '1'], ['2026-12-20', '0'],
        [String(Date.UTC(2026, 10, 1, 10)), '1']]) {
        const { stdout, stderr } = evaluate('-e', source, '--events', path, '--now', now);
        assert.deepEqual([stdout, stderr], [`${count}\n`, '']);
      }
    }
  });

  test('a query that is wrong ends with 2 and its place', () => {
    const { status, stdout, stderr } = evaluate('-e', 'a = = 1');
    assert.deepEqual([status, stdout], [2, '']);
    assert.match(stderr, /^error\[P0108\]: .*\n  --> 1:5\n/);
  });

  test('a profile that is wrong ends with 2 and its name', () => {
    const path = file('list.json', '[]');
    const { status, stdout, stderr } = run(['eval', '-e', 'a', '--profile', path]);
    assert.deepEqual([status, stdout], [2, '']);
    assert.equal(stderr, `error[P0501]: a profile is a JSON object\n  --> ${path}\n`);
  });

  test('a file with several queries is not one', () => {
    const path = file('several.json', [definition('x', 'a'), definition('y', 'b')]);
    const { status, stderr } = evaluate(path);
    assert.deepEqual([status, stderr], [2, `error: ${path}: it holds 2 queries, not one\n`]);
  });
});

describe('convert', () => {
  test('text gives the tree, the tree gives the text', () => {
    const { status, stdout } = run(['convert', '-e', SOURCE]);
    assert.deepEqual([status, stdout], [0, `${convert(SOURCE).value}\n`]);
    const back = run(['convert'], { input: stdout });
    assert.deepEqual([back.status, back.stdout], [0, `${format(SOURCE)}\n`]);
  });

  test('--json is the expression of definitions', () => {
    assert.deepEqual(JSON.parse(run(['convert', '-e', SOURCE, '--json']).stdout), convert(SOURCE));
  });

  test('definitions stay definitions, one on a line, and come back', () => {
    const all = [definition('x', SOURCE, { name: 'X' }), definition('y', 'a = 1')];
    const { stdout } = run(['convert'], { input: JSON.stringify({ segments: all }) });
    const trees = stdout.trimEnd().split('\n').map((line) => JSON.parse(line));
    assert.deepEqual(trees.map(({ id, name, expression }) => [id, name, expression.format]),
      [['x', 'X', 'pql/json'], ['y', undefined, 'pql/json']]);
    const back = run(['convert', '-'], { input: stdout }).stdout.trimEnd().split('\n');
    assert.deepEqual(back.map((line) => JSON.parse(line)), all);
  });

  test('what is not PQL ends with 1', () => {
    const { status, stdout, stderr } = run(['convert', '-e', 'a ==']);
    assert.deepEqual([status, stdout], [1, '']);
    assert.match(stderr, /^error\[P0106\]/);
  });
});

describe('fmt', () => {
  const messy = 'a=1   and\n b.c   = "x"';
  const clean = format(messy);

  test('prints the canonical text', () => {
    for (const [args, input] of [[['-e', messy], ''], [[], messy], [['-'], convert(messy).value]]) {
      const { status, stdout, stderr } = run(['fmt', ...args], { input });
      assert.deepEqual([status, stdout, stderr], [0, `${clean}\n`, '']);
    }
    const narrow = run(['fmt', '-e', messy, '--width', '20']);
    assert.equal(narrow.stdout, `${format(messy, { width: 20 })}\n`);
  });

  test('prints the texts of definitions with an empty line between them', () => {
    const input = JSON.stringify([definition('x', messy), definition('y', 'b=2')]);
    assert.equal(run(['fmt'], { input }).stdout, `${clean}\n\nb = 2\n`);
  });

  test('--check names what is not formatted, --write repairs it, once', () => {
    const names = ['messy.pql', 'clean.pql', 'bare.pql'];
    for (const [at, content] of [messy, `${clean}\n`, clean].entries()) file(names[at], content);
    const before = run(['fmt', '--check', ...names], { cwd: folder });
    assert.deepEqual(before,
      { status: 1, stdout: 'messy.pql\n', stderr: '1 query is not formatted\n' });
    const written = run(['fmt', '--write', ...names], { cwd: folder });
    assert.deepEqual(written, { status: 0, stdout: '', stderr: 'messy.pql\nbare.pql\n' });
    for (const name of names) assert.equal(readFileSync(`${folder}/${name}`, 'utf8'), `${clean}\n`);
    const after = run(['fmt', '--check', ...names], { cwd: folder });
    assert.deepEqual(after, { status: 0, stdout: '', stderr: '' });
    assert.equal(run(['fmt', '-w', ...names], { cwd: folder }).stderr, '');
    assert.deepEqual(readdirSync(folder).filter((name) => name.endsWith('.part')), []);
  });

  test('--write changes nothing when one file is wrong or JSON', () => {
    const good = file('good.pql', messy);
    const cases = [[file('bad.pql', 'a = ='), 1], [file('tree.json', convert(messy).value), 2]];
    for (const [other, status] of cases) {
      const done = run(['fmt', '--write', good, other]);
      assert.equal(done.status, status);
      assert.ok(done.stderr.includes(other), done.stderr);
      assert.equal(readFileSync(good, 'utf8'), messy);
    }
  });
});
