// How the command is called: help, versions, suggestions, and arguments that mean nothing.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { inRoot } from '../../pkg-config/setup/paths.mjs';
import { installedFolder } from '../installed.mjs';
import { run, scratch } from './program.mjs';

const there = (name) => import(pathToFileURL(join(installedFolder, 'command', name)));
const { COMMANDS } = await there('commands.js');
const { distance, nearest } = await there('suggest.js');
const { file } = scratch();

describe('help', () => {
  test('of the whole names every command', () => {
    const { status, stdout, stderr } = run(['--help']);
    assert.deepEqual([status, stderr], [0, '']);
    for (const { name, summary } of COMMANDS) {
      assert.match(stdout, new RegExp(`^  ${name} +${summary.slice(0, 20)}`, 'm'));
    }
    assert.deepEqual(COMMANDS.map(({ name }) => name),
      ['check', 'eval', 'qualify', 'compile', 'convert', 'fmt']);
  });

  for (const { name, options, examples } of COMMANDS) {
    test(`of ${name} has its options, examples and what the status means, in 80 columns`, () => {
      const { status, stdout, stderr } = run([name, '--help']);
      assert.deepEqual([status, stderr], [0, '']);
      const [, synopsis] = stdout.match(/Usage\n([^]*?)\n\n/);
      for (const [option, { short, value }] of Object.entries(options)) {
        const row = `${short ? `-${short}, ` : '    '}--${option}${value ? ` ${value}` : ''}`;
        assert.ok(stdout.includes(`\n  ${row} `), row);
        assert.ok(synopsis.includes(option === 'expression' ? '-e EXPR' : `--${option}`), option);
      }
      assert.equal(examples.length, 2);
      for (const [args] of examples) assert.ok(stdout.includes(`\n  pql-edge ${args}\n`), args);
      assert.match(stdout, /Exit status\n  0 .*\n  1 .*\n  2 .*\n$/);
      const tooLong = (line) => line.length > 80 && !line.startsWith('  pql-edge');
      assert.deepEqual(stdout.split('\n').filter(tooLong), []);
      assert.equal(run(['help', name]).stdout, stdout);
    });
  }

  test('without a command goes to standard error, with status 2', () => {
    const { status, stdout, stderr } = run([]);
    assert.deepEqual([status, stdout], [2, '']);
    assert.equal(stderr, run(['help']).stdout);
  });
});

test('the version is that of the crate', () => {
  const [, version] = readFileSync(inRoot('Cargo.toml'), 'utf8').match(/^version = "([^"]+)"/m);
  for (const way of ['--version', '-V', 'version']) {
    assert.deepEqual(run([way]), { status: 0, stdout: `${version}\n`, stderr: '' });
  }
});

/** `[arguments, the sentence, the advice]`. */
const MISUSES = [
  [['chekc'], 'there is no command `chekc`', 'did you mean `check`?'],
  [['evaluate'], 'there is no command `evaluate`', undefined],
  [['zzz'], 'there is no command `zzz`', 'there are check, eval, qualify, compile, convert, fmt'],
  [['--verbose'], 'there is no option `--verbose` before a command', undefined],
  [['check', '--jsno'], 'there is no option `--jsno`', 'did you mean `--json`?'],
  [['check', '--constructor'], 'there is no option `--constructor`', undefined],
  [['check', '-x'], 'there is no option `-x`', undefined],
  [['check', '--json=1'], '`--json` takes no value', undefined],
  [['check', '-e'], '`-e` needs a value: `--expression EXPR`', undefined],
  [['check', '-e', '1', '-e', '2'], '`-e` is given twice', undefined],
  [['check', '-e', '1', 'x.pql'], 'give an expression or a FILE, not both', undefined],
  [['check', '-e', '1', '--rules', 'newst'], '`--rules` is E1 or E2 or E3 or E4 or 2025 or newest, '
    + 'not `newst`', 'did you mean `newest`?'],
  [['check', '-e', '1', '--color', '--no-color'],
    '`--color` and `--no-color` contradict each other', undefined],
  [['eval', '-e', '1'], '`--profile FILE` is missing', undefined],
  [['eval', '-e', '1', '--profile', '--json'], '`--profile` needs a value: `--profile FILE`',
    undefined],
  [['eval', '--profile', '-'], 'standard input can be read once: as the query, the profile or the '
    + 'events', undefined],
  [['eval', 'a', 'b', '--profile', 'c'], '`b` is one argument too many: eval takes one FILE',
    undefined],
  [['eval', '-e', '1', '--profile', 'p', '--now', 'noon'], '`--now` is not a time: `noon`',
    'write 2026-11-20, 2026-11-20T12:00:00Z, or milliseconds since 1970'],
  [['compile', 'x'], '`--definitions FILE` is missing', undefined],
  [['compile', '--definitions', 'x'], '`--out FILE` is missing', undefined],
  [['compile', '--definitions', 'x', '-o', 'y', 'z'],
    '`z` is one argument too many: compile takes options only', undefined],
  [['qualify', '--definitions', '-', '--profiles', '-'],
    'standard input can be read once: as the definitions or the profiles', undefined],
  [['qualify', '--definitions', 'x', '--profiles', 'y', '--threads', '0'],
    '`--threads` is a whole number from 1 to 512, not `0`', undefined],
  [['fmt', '--width', 'wide'], '`--width` is a whole number from 20 to 1000, not `wide`',
    undefined],
  [['fmt', '--write', '--check'], '`--write` and `--check` contradict each other', undefined],
  [['fmt', '--write', '-e', '1'], '`--write` needs FILEs to write', undefined],
];

for (const [args, sentence, advice] of MISUSES) {
  test(`${args.join(' ')}: ${sentence}`, () => {
    const { status, stdout, stderr } = run(args);
    assert.deepEqual([status, stdout], [2, '']);
    const [said, ...more] = stderr.split('\n');
    assert.equal(said, `error: ${sentence}`);
    if (advice) assert.equal(more[0], `  = help: ${advice}`);
    assert.match(stderr, /\nusage: pql-edge (\w+ )?--help\n$/);
  });
}

test('a file that cannot be read is told by its name', () => {
  const { status, stderr } = run(['check', 'missing.pql']);
  assert.deepEqual([status, stderr], [2, 'error: missing.pql: there is no such file\n']);
  const folder = run(['check', '.']);
  assert.deepEqual([folder.status, folder.stderr], [2, 'error: .: it is a folder, not a file\n']);
});

test('text that is not UTF-8, JSON that is none and damaged gzip are told', () => {
  const cases = [
    [file('latin.pql', Buffer.from('a = "\xe9"', 'latin1')), /: the text is not valid UTF-8\n$/],
    [file('half.json', '{"id":'), /half\.json: not valid JSON: .+\n$/],
    [file('object.json', '{"a":1}'),
      /: neither pql\/json, an expression nor segment definitions\n$/],
    [file('cut.pql.gz', Buffer.from('1f8b080000000000', 'hex')),
      /: the gzip data ends too early\n$/],
  ];
  for (const [path, message] of cases) {
    const { status, stdout, stderr } = run(['check', path]);
    assert.deepEqual([status, stdout], [2, ''], path);
    assert.match(stderr, message);
  }
});

test('names are near by letters that are missing, swapped or wrong', () => {
  assert.equal(distance('check', 'chekc'), 1);
  assert.equal(distance('', 'fmt'), 3);
  assert.equal(distance('same', 'same'), 0);
  assert.equal(nearest('complie', ['compile', 'convert']), 'compile');
  assert.equal(nearest('defs', ['definitions', 'now']), undefined);
  assert.equal(nearest('prof', ['profile', 'now']), 'profile');
});
