// The command on a terminal: colours where they are wanted, lines that fit, a bar that goes away.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';

import { definition, plainEnvironment, program, run, scratch } from './program.mjs';

const { file, folder } = scratch();
const ESCAPE = /\u001b\[[\d;]*[A-Za-z]/g;

/** What a terminal of so many columns is sent by a command; `script` is the terminal. */
function onTerminal(command, columns = 80, env = {}) {
  const line = `stty cols ${columns} rows 40; ${command}`;
  const args = process.platform === 'linux' ? ['-qec', line, '/dev/null']
    : ['-q', '/dev/null', 'sh', '-c', line];
  const { status, stdout, error } = spawnSync('script', args, {
    cwd: folder, encoding: 'utf8', maxBuffer: 1e8, timeout: 60_000,
    env: plainEnvironment({ TERM: 'xterm-256color', SHELL: '/bin/sh', ...env }),
  });
  if (error) throw error;
  return { status, text: stdout.replaceAll('\r\n', '\n') };
}

const plain = (text) => text.replaceAll(ESCAPE, '');
const coloured = (text) => new RegExp(ESCAPE.source).test(text);
const widest = (text) => Math.max(...plain(text).split('\n').map((line) => [...line].length));

describe('colours', () => {
  const wrong = ['check', '-e', 'a = = 1'];
  const command = `pql-edge check -e 'a = = 1'`;

  test('are on a terminal, with the same words as without', () => {
    const { status, text } = onTerminal(command);
    const { stdout, stderr } = run(wrong);
    assert.equal(status, 1);
    assert.ok(coloured(text));
    assert.equal(plain(text), `${stderr}${stdout}`);
  });

  test('are not where NO_COLOR, --no-color or a dumb terminal say so', () => {
    assert.ok(!coloured(onTerminal(command, 80, { NO_COLOR: '1' }).text));
    assert.ok(!coloured(onTerminal(command, 80, { TERM: 'dumb' }).text));
    assert.ok(!coloured(onTerminal(`${command} --no-color`, 80, { FORCE_COLOR: '1' }).text));
    assert.ok(!coloured(onTerminal(command, 80, { FORCE_COLOR: '0' }).text));
  });

  test('are in a pipe where FORCE_COLOR or --color say so', () => {
    const both = ({ stdout, stderr }) => [coloured(stdout), coloured(stderr)];
    assert.deepEqual(both(run(wrong)), [false, false]);
    assert.deepEqual(both(run(wrong, { env: { FORCE_COLOR: '1' } })), [true, true]);
    assert.deepEqual(both(run([...wrong, '--color'], { env: { NO_COLOR: '1' } })), [true, true]);
  });

  test('are never in --json', () => {
    const { text } = onTerminal(`${command} --json --color`);
    assert.ok(!coloured(text));
    assert.equal(JSON.parse(text).ok, false);
  });

  test('of an explanation change no word of it', () => {
    const profile = file('profile.json', { a: 1, b: 'x' });
    const args = ['eval', '-e', 'a > 0 and (b = "y" or c.exists(d = 1))', '--profile', profile,
      '--explain'];
    const { stdout } = run([...args, '--color']);
    assert.ok(coloured(stdout));
    assert.equal(plain(stdout), run(args).stdout);
  });
});

describe('narrow terminals', () => {
  const long = 'homeAddress.countryCode = "CA" and loyalty.points >= 1000 '
    + 'and person.name.lastName = = "x"';
  const rule = file('rule.pql', long);
  const profile = file('person.json', { loyalty: { points: 2 } });
  const fine = long.replace('= =', '=');

  for (const columns of [60, 50]) {
    test(`of ${columns} columns hold findings and explanations`, () => {
      const commands = ['pql-edge check rule.pql', 'pql-edge chekc',
        `pql-edge eval -e '${fine}' --profile person.json --explain`,
        `pql-edge check -e '${fine}'`];
      assert.ok(rule && profile);
      for (const command of commands) {
        const { text } = onTerminal(command, columns);
        assert.ok(widest(text) <= columns, `${command}\n${text}`);
      }
    });
  }

  test('keep the carets under what they mean', () => {
    const { text } = onTerminal('pql-edge check rule.pql', 60);
    const lines = plain(text).split('\n');
    const at = lines.findIndex((line) => line.includes('^'));
    const place = lines[at].indexOf('^');
    assert.equal(lines[at - 1].slice(place - 2, place + 5), '= = "x"', text);
  });
});

describe('the bar', () => {
  const definitions = file('definitions.json', [definition('even', 'even = true')]);
  const profiles = file('profiles.ndjson', Array.from({ length: 30_000 }, (_, number) =>
    `${JSON.stringify({ _id: `p${number}`, even: number % 2 === 0, filler: 'x'.repeat(300) })}\n`,
  ).join(''));
  const command = `pql-edge qualify --definitions ${definitions} --profiles`;

  test('is drawn on one line, and only the summary stays', () => {
    const { status, text } = onTerminal(`${command} ${profiles} --out out.ndjson`, 80);
    assert.equal(status, 0);
    const frames = text.split('\r\u001b[K');
    assert.ok(frames.length > 2, text);
    for (const frame of frames.slice(1, -1)) {
      assert.match(plain(frame), /^(━*╌* +)?\d+ %  [\d,]+ profiles  [\d,]+\/s/);
      assert.ok(widest(frame) < 80, frame);
    }
    assert.match(plain(frames.at(-1)), /^✓ 30,000 profiles in [^]* exited\n$/);
    assert.equal(readFileSync(join(folder, 'out.ndjson'), 'utf8').split('\n').length, 30_001);
  });

  test('of input without a known size counts what was read', () => {
    const { text } = onTerminal(`cat ${profiles} | ${command} - --out out.ndjson`, 60);
    const frames = text.split('\r\u001b[K');
    assert.ok(frames.length > 2, text);
    const counting = /^[\d,]+ profiles  [\d,]+\/s  [\d.]+ (bytes|KB|MB)$/;
    for (const frame of frames.slice(1, -1)) assert.match(plain(frame), counting);
  });

  test('is taken away when a signal ends it', () => {
    const { text } = onTerminal(`mkfifo pipe; exec 3<>pipe
      ${command} pipe --out never.ndjson & child=$!
      until ls .never.ndjson.*.part 2> ls.log; do sleep 0.05; done
      kill $child; wait $child; echo "ended with $?"`);
    assert.match(text, /\.part\n[^]*\r\u001b\[K(Terminated\n)?ended with 143\n$/);
  });

  test('is not with --quiet, and not in a pipe', () => {
    assert.equal(onTerminal(`${command} ${profiles} --out out.ndjson --quiet`).text, '');
    const { stderr } = run(['qualify', '--definitions', definitions, '--profiles', profiles]);
    assert.ok(!stderr.includes('\r'));
  });
});

test('a person at a terminal is not kept waiting for input', () => {
  const { status, text } = onTerminal(`${process.execPath} ${program} check`);
  assert.equal(status, 2);
  assert.match(plain(text), /^error: an expression \(`-e EXPR`\) or a FILE is missing\n/);
});

test('bytes do not go to a terminal', () => {
  file('one.json', definition('x', 'a = 1'));
  const { status, text } = onTerminal('pql-edge compile --definitions one.json -o -');
  assert.equal(status, 2);
  assert.equal(plain(text), 'error: the bytes would go to a terminal: give `--out` a FILE\n');
});
