// What the command says where a disk is full, nobody listens, a thread fails or a name is empty.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';

import { definition, plainEnvironment, program, run, scratch } from './program.mjs';

const { file, folder } = scratch();
file('definitions.json', [definition('even', 'even = true')]);
file('profiles.ndjson', `${JSON.stringify({ _id: 'a', even: true })}\n`.repeat(20_000));
file('profile.json', { a: 1 });
const QUALIFY = 'qualify --definitions definitions.json --profiles profiles.ndjson';
const parts = () => readdirSync(folder).filter((name) => name.includes('.part'));

/** A line of a shell: `{ status, stdout, stderr }`. */
function shell(line) {
  const { status, stdout, stderr } = spawnSync('bash', ['-c', line], {
    cwd: folder, env: plainEnvironment(), encoding: 'utf8', maxBuffer: 1e8, timeout: 60_000,
  });
  return { status, stdout, stderr };
}

/** A device on which there is never room: Linux has one. */
const full = '/dev/full';
describe('no room', { skip: existsSync(full) ? false : `there is no ${full}` }, () => {
  const answers = ['--help', 'check -e a=1', 'fmt -e a=1', 'convert -e a=1',
    'eval -e a --profile profile.json', 'compile --definitions definitions.json -o -', QUALIFY];
  for (const command of answers) {
    test(`for the answer of ${command} is told`, () => {
      const { status, stderr } = shell(`pql-edge ${command} > ${full}`);
      assert.equal(status, 2);
      assert.match(stderr, /(^|\n)error: standard output: no room is left\n$/);
      assert.doesNotMatch(stderr, /\.js:/);
    });
  }

  test('for a file is told by its name', () => {
    for (const command of [`${QUALIFY} --out`, 'compile --definitions definitions.json -o']) {
      const { status, stdout, stderr } = shell(`pql-edge ${command} ${full}`);
      assert.deepEqual([status, stdout, stderr], [2, '', `error: ${full}: no room is left\n`]);
    }
  });

  test('for findings and the summary changes neither answer nor status', () => {
    const found = shell(`pql-edge check -e a==1 2> ${full}`);
    assert.deepEqual(found, { status: 1, stdout: '✗ the expression: 1 error\n', stderr: '' });
    const { status, stdout } = shell(`pql-edge ${QUALIFY} 2> ${full}`);
    assert.deepEqual([status, stdout.split('\n').length], [0, 20_001]);
  });
});

test('a file is finished though nobody reads the summary', () => {
  const { stdout } = shell(`pql-edge ${QUALIFY} --out quiet.ndjson 2>&1 | true
    echo \${PIPESTATUS[0]}`);
  assert.equal(stdout, '0\n');
  assert.equal(readFileSync(join(folder, 'quiet.ndjson'), 'utf8').split('\n').length, 20_001);
});

describe('a thread that fails ends the run', () => {
  const preload = file('fail.cjs', `if (!require('node:worker_threads').isMainThread) {
    if (process.env.FAILURE === 'ends') process.exit(3);
    throw new Error('no more');
  }`);
  const reasons = { ends: 'it ended with status 3', throws: 'no more' };
  for (const [failure, reason] of Object.entries(reasons)) {
    test(`where it ${failure}`, () => {
      const args = ['--require', preload, program, ...QUALIFY.split(' '), '--out', 'never.ndjson'];
      const { status, stdout, stderr } = spawnSync(process.execPath, args, {
        cwd: folder, env: plainEnvironment({ FAILURE: failure }), encoding: 'utf8',
      });
      assert.deepEqual([status, stdout, stderr], [2, '', `error: a thread failed: ${reason}\n`]);
      assert.deepEqual([existsSync(join(folder, 'never.ndjson')), parts()], [false, []]);
    });
  }
});

test('a pipe that stays open holds up neither an answer nor its end', () => {
  const { status, stdout, stderr } = shell(`mkfifo pipe; exec 3<>pipe; echo hello >&3
    pql-edge qualify --definitions definitions.json --profiles pipe --out never.ndjson`);
  assert.deepEqual([status, stdout], [2, '']);
  assert.match(stderr, /^error\[P0501\][^]* --> pipe:1\n/);
  const answer = shell(`pql-edge qualify --definitions <(cat definitions.json) \\
    --profiles <(head -n 3 profiles.ndjson) --quiet | wc -l`);
  assert.deepEqual([answer.stdout.trim(), answer.stderr], ['3', '']);
});

test('a FILE without a name is bad usage, and nothing is written', () => {
  const cases = [['check', ''], ['check', '-e', 'a', '--schema', ''],
    ['compile', '--definitions', 'definitions.json', '-o', ''],
    ['qualify', '--definitions', 'definitions.json', '--profiles=']];
  for (const args of cases) {
    const { status, stdout, stderr } = run(args, { cwd: folder });
    assert.deepEqual([status, stdout], [2, ''], args.join(' '));
    assert.match(stderr, /^error: the (name of a FILE|FILE of `\S+`) is empty\n\nusage: /);
  }
  assert.deepEqual(parts(), []);
});

test('hostile bytes are no profiles: a zero, UTF-16, brackets without end, half a gzip', () => {
  const cases = [[Buffer.from('{"_id":"a"}\0\n'), 'error[P0501]'],
    [Buffer.from('\ufeff{}', 'utf16le'), 'error[P0502]'],
    [Buffer.alloc(300_000, '['), 'error[P0303]'],
    [Buffer.from([0x1f]), 'error[P0501]'],
    [Buffer.from([0x1f, 0x8b]), 'error: standard input: the gzip data ends too early\n'],
    [Buffer.from('\x1f\x8bhello', 'latin1'), 'error: standard input: the gzip data is damaged\n']];
  const args = ['qualify', '--definitions', 'definitions.json', '--profiles', '-'];
  for (const [input, message] of cases) {
    const { status, stdout, stderr } = run(args, { input, cwd: folder });
    assert.deepEqual([status, stdout], [2, ''], message);
    assert.ok(stderr.startsWith(message), stderr);
  }
});
