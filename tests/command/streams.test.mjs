// `pql-edge qualify` on streams: memory, readers that are slow or leave, signals, long lines.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createGzip } from 'node:zlib';

import { definition, plainEnvironment, run, scratch, start } from './program.mjs';

const { file, folder } = scratch();
const definitions = file('definitions.json', [
  definition('even', 'even = true'),
  definition('late', 'number >= 1000'),
]);
const NOW = ['--now', '2026-11-20T12:00:00Z'];
const QUALIFY = ['qualify', '--definitions', definitions, ...NOW, '--profiles'];
const profile = (number) => `${JSON.stringify({
  _id: `p${number}`, number, even: number % 2 === 0, filler: 'x'.repeat(200 + (number % 100)),
})}\n`;

/** A file of generated profiles. */
async function generated(name, count) {
  const path = join(folder, name);
  const pieces = (function* () {
    for (let number = 0; number < count; number += 1000) {
      const length = Math.min(1000, count - number);
      yield Array.from({ length }, (_, at) => profile(number + at)).join('');
    }
  })();
  const behind = name.endsWith('.gz') ? [createGzip({ level: 1 })] : [];
  await pipeline([Readable.from(pieces), ...behind, createWriteStream(path)]);
  return path;
}

/** The engine collects its garbage late: memory settles within the first of these. */
const SHORT = 100_000;
const LONG = 400_000;
const short = await generated('short.ndjson', SHORT);
const long = await generated('long.ndjson', LONG);

/** `{ status, digest, lines, peak, stderr }` of a run whose output is read as it comes. */
async function measured(args) {
  const peak = join(folder, 'peak');
  const preload = fileURLToPath(new URL('peak.cjs', import.meta.url));
  const nodeArgs = ['--max-old-space-size=48', '--require', preload];
  const child = start(args, { nodeArgs, env: { PQL_PEAK: peak } });
  child.stdin.end();
  const hash = createHash('sha256');
  let lines = 0;
  let stderr = '';
  child.stderr.on('data', (data) => (stderr += data));
  child.stdout.on('data', (data) => {
    hash.update(data);
    for (const byte of data) lines += byte === 10 ? 1 : 0;
  });
  const [status] = await once(child, 'close');
  const bytes = Number(readFileSync(peak, 'utf8'));
  return { status, digest: hash.digest('hex'), lines, peak: bytes, stderr };
}

describe('any number of profiles', () => {
  test(`${LONG} take no more memory than a quarter of them`, async () => {
    const few = await measured([...QUALIFY, short, '--json', '--threads', '2']);
    const many = await measured([...QUALIFY, long, '--json', '--threads', '2']);
    assert.deepEqual([few.status, few.lines], [0, SHORT], few.stderr);
    assert.deepEqual([many.status, many.lines], [0, LONG], many.stderr);
    const input = statSync(long).size - statSync(short).size;
    const growth = many.peak - few.peak;
    assert.ok(growth < input / 2, `${few.peak / 1e6} MB, then ${many.peak / 1e6} MB`);
    assert.ok(many.peak < 400e6, `${many.peak / 1e6} MB`);
    const one = await measured([...QUALIFY, short, '--json', '--threads', '1']);
    assert.deepEqual([one.digest, one.lines], [few.digest, SHORT]);
  });

  test('the same from gzip, to gzip', async () => {
    const path = await generated('short.ndjson.gz', SHORT);
    const out = join(folder, 'out.ndjson.gz');
    assert.equal(run([...QUALIFY, path, '--out', out, '--quiet']).status, 0);
    const read = spawnSync('gunzip', ['-c', out], { maxBuffer: 1e9 }).stdout;
    const plain = await measured([...QUALIFY, short]);
    assert.equal(createHash('sha256').update(read).digest('hex'), plain.digest);
  });
});

test('a reader that is slow holds the writer back', async () => {
  const child = start([...QUALIFY, '-', '--quiet', '--threads', '2']);
  const piece = Buffer.from(Array.from({ length: 300 }, (_, at) => profile(at)).join(''));
  let accepted = 0;
  const most = 150e6;
  const feeding = (async () => {
    while (accepted < most && !child.killed) {
      accepted += piece.length;
      if (child.stdin.write(piece)) continue;
      await Promise.race([once(child.stdin, 'drain'), once(child, 'close')]);
    }
  })().catch(() => {});
  // Nobody reads: after a while nothing is taken any more.
  for (let before = -1; accepted !== before;) {
    before = accepted;
    await wait(accepted === 0 ? 4000 : 1500);
  }
  child.stdin.on('error', () => {});
  child.kill('SIGKILL');
  await feeding;
  assert.ok(accepted > 0 && accepted < most / 3, `${accepted / 1e6} MB were taken`);
});

test('lines come while the input is still open', async () => {
  const child = start([...QUALIFY, '-', '--quiet']);
  for (const number of [1, 2]) {
    child.stdin.write(profile(number));
    const [data] = await once(child.stdout, 'data');
    assert.equal(JSON.parse(data).id, `p${number}`);
  }
  child.stdin.end();
  assert.deepEqual(await once(child, 'close'), [0, null]);
});

test('a reader that leaves ends it quietly', () => {
  for (const command of [`${QUALIFY.join(' ')} ${short}`, 'check --help', 'fmt -e a=1']) {
    const script = `pql-edge ${command} | head -n 1 >/dev/null; echo \${PIPESTATUS[0]}`;
    const { stdout, stderr } = spawnSync('bash', ['-c', script], {
      cwd: folder, env: plainEnvironment(), encoding: 'utf8',
    });
    assert.deepEqual([stdout, stderr.replace(/^✓[^]*/, '')], ['0\n', ''], command);
  }
});

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  test(`${signal} leaves no half-written file`, async () => {
    const out = join(folder, `${signal}.ndjson`);
    const child = start([...QUALIFY, '-', '--out', out]);
    child.stdin.on('error', () => {});
    child.stdin.write(profile(1));
    const beside = () => readdirSync(folder).filter((name) => name.includes('.part'));
    while (beside().length === 0) await wait(20);
    child.kill(signal);
    assert.deepEqual(await once(child, 'close'), [null, signal]);
    assert.deepEqual([existsSync(out), beside()], [false, []]);
  });
}

describe('long lines', () => {
  test('of 10 MB are read, between others', async () => {
    const big = `{"_id":"big","even":true,"filler":"${'é'.repeat(5_000_000)}"}\n`;
    const input = `${profile(1)}${big}${profile(2)}`;
    for (const threads of ['1', '3']) {
      const { status, stdout } = run([...QUALIFY, '-', '--quiet', '--threads', threads], { input });
      const ids = stdout.trimEnd().split('\n').map((line) => JSON.parse(line).id);
      assert.deepEqual([status, ids], [0, ['p1', 'big', 'p2']]);
    }
  });

  test('without an end do not fill the memory', () => {
    const endless = Buffer.alloc(66 * 1024 * 1024, 'x');
    const path = file('endless.ndjson', Buffer.concat([Buffer.from(profile(1)), endless]));
    const { status, stdout, stderr } = run([...QUALIFY, path, '--keep-going']);
    assert.equal(status, 2);
    assert.equal(JSON.parse(stdout).id, 'p1');
    assert.equal(stderr, `error: ${path}:2: the line is longer than 64 MB\n`);
  });
});

test('the first line that is no profile ends it, whatever the number of threads', () => {
  const lines = Array.from({ length: 12_000 }, (_, number) => profile(number));
  for (const number of [4000, 7000, 11_000]) lines[number] = '{"_id":\n';
  const path = file('wrong.ndjson', lines.join(''));
  const outputs = ['1', '2', '5'].map((threads) => run([...QUALIFY, path, '--threads', threads]));
  for (const { status, stdout, stderr } of outputs) {
    assert.equal(status, 2);
    assert.equal(stdout.split('\n').length - 1, 4000);
    assert.ok(stderr.includes(` --> ${path}:4001\n`), stderr);
    assert.equal(stdout, outputs[0].stdout);
  }
});
