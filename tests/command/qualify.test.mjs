// `pql-edge compile` and `qualify`: definitions to bytes, profiles to memberships.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';

import { inRoot } from '../../pkg-config/setup/paths.mjs';
import { importThere } from '../installed.mjs';
import { definition, run, scratch } from './program.mjs';

const { AudienceSet } = await importThere();
const { file, folder } = scratch();
const NOW = '2026-11-20T12:00:00Z';
const all = [
  definition('canada', 'homeAddress.countryCode = "CA"'),
  definition('rich', 'loyalty.points > 1000'),
  definition('batch', 'a = 1', { evaluationInfo: { batch: { enabled: true } } }),
];
const definitions = file('definitions.json', { segments: all });
const broken = file('broken.json', [...all, definition('broken', 'a == 1')]);

const people = [
  { _id: 'a', homeAddress: { countryCode: 'CA' } },
  { _id: 'b', loyalty: { points: 2000 }, segmentMembership: { ups: {
    canada: { status: 'realized', lastQualificationTime: '2026-11-01T00:00:00Z' },
    rich: { status: 'realized', lastQualificationTime: '2026-11-01T00:00:00Z' },
  } } },
  { person: { name: 'nobody' } },
];
const lines = people.map((one) => JSON.stringify(one));

/** What the library says of a profile, as a line of the command. */
function line(set, profile, id = profile._id ?? null) {
  const { realized, existing, exited, segmentMembership } = set.qualify(profile, { now: NOW });
  return `${JSON.stringify({ id, realized, existing, exited, segmentMembership })}\n`;
}

const set = AudienceSet.compile(all);
const expected = people.map((one) => line(set, one)).join('');
const qualify = (args, options) =>
  run(['qualify', '--definitions', definitions, '--now', NOW, '--profiles', ...args], options);

describe('compile', () => {
  test('writes the bytes of the set and says what it skipped', () => {
    const out = join(folder, 'a.pqlb');
    const { status, stdout, stderr } = run(['compile', '--definitions', definitions, '-o', out]);
    const bytes = readFileSync(out);
    assert.deepEqual([status, stderr], [0, '']);
    assert.deepEqual(bytes, Buffer.from(set.toBytes()));
    assert.equal(stdout, `✓ ${out}: 2 definitions, ${bytes.length} bytes\n`
      + '  skipped 1 definition: it is not enabled for synchronous evaluation\n');
  });

  test('--json says the same, --evaluation any takes all, - is standard output', () => {
    const { status, stdout, stderr } = run(
      ['compile', '--definitions', '-', '-o', '-', '--evaluation', 'any', '--json'],
      { input: readFileSync(definitions), encoding: 'buffer' },
    );
    assert.equal(status, 0);
    assert.deepEqual(AudienceSet.fromBytes(stdout).ids, ['canada', 'rich', 'batch']);
    assert.deepEqual(JSON.parse(stderr),
      { definitions: 3, bytes: stdout.length, out: '-', skipped: [] });
  });

  test('what does not compile is shown, and nothing is written', () => {
    const out = join(folder, 'b.pqlb');
    const { status, stdout, stderr } = run(['compile', '--definitions', broken, '-o', out]);
    assert.deepEqual([status, stdout, existsSync(out)], [1, '', false]);
    assert.equal(stderr, `error[P0106]: \`==\` is not PQL\n  --> ${broken} (broken):1:3\n  |\n`
      + '1 | a == 1\n  |   ^^\n  = help: write `=`\n\n'
      + `error: ${broken}: 1 definition does not compile\n`
      + '  = help: `--keep-going` leaves out what does not compile\n');
  });

  test('--keep-going writes the others, with status 1', () => {
    const out = join(folder, 'c.pqlb');
    const { status, stdout } = run(
      ['compile', '--definitions', broken, '-o', out, '--keep-going', '--json'],
    );
    assert.equal(status, 1);
    assert.deepEqual(readFileSync(out), Buffer.from(set.toBytes()));
    assert.deepEqual(JSON.parse(stdout).skipped.map(({ id, reason }) => [id, reason]), [
      ['batch', 'it is not enabled for synchronous evaluation'],
      ['broken', '`==` is not PQL'],
    ]);
  });

  test('what holds no definitions cannot be read', () => {
    const out = join(folder, 'd.pqlb');
    const none = 'there are no definitions in it';
    const cases = [['hello', none], ['', none], ['[]', none],
      [JSON.stringify(all[2]), 'none of 1 definition takes part'],
      ['PQLB', 'it holds one query, not a set of audiences']];
    for (const [input, message] of cases) {
      const args = ['compile', '--definitions', '-', '-o', out];
      const { status, stdout, stderr } = run(args, { input });
      assert.deepEqual([status, stdout, existsSync(out)], [2, '', false], input);
      assert.ok(stderr.includes(`error: standard input: ${message}\n`), stderr);
    }
  });

  test('bytes of another version are refused', () => {
    const { status, stderr } = run(['compile', '--definitions', '-', '-o', join(folder, 'e')],
      { input: Buffer.from('PQLS\xff\xff\xff\xff', 'latin1') });
    assert.equal(status, 2);
    assert.match(stderr, /^error\[P0601\]: /);
  });

  test('a place that cannot be written is told, and nothing stays beside it', () => {
    const out = join(folder, 'nowhere', 'x.pqlb');
    const { status, stderr } = run(['compile', '--definitions', definitions, '-o', out]);
    assert.deepEqual([status, stderr], [2, `error: ${out}: there is no such folder\n`]);
    const folderOut = run(['compile', '--definitions', definitions, '-o', folder]);
    assert.equal(folderOut.status, 2);
    assert.deepEqual(readdirSync(folder).filter((name) => name.includes('.part')), []);
  });
});

describe('qualify', () => {
  test('gives a line for each profile, as the library has it', () => {
    const path = file('people.ndjson', `${lines.join('\n')}\n`);
    const { status, stdout, stderr } = qualify([path]);
    assert.deepEqual([status, stdout], [0, expected]);
    assert.match(stderr, new RegExp('^✓ 3 profiles in \\d+\\.\\d\\d s, \\d+/s, 1 thread, '
      + '2 definitions\n  1 realized, 1 existing, 1 exited\n  1 definition skipped\n$'));
  });

  test('takes definitions as they come, or compiled', () => {
    const compiled = file('set.pqls', set.toBytes());
    const shapes = [compiled, file('d.ndjson', all.map((one) => JSON.stringify(one)).join('\n')),
      file('d.json.gz', gzipSync(JSON.stringify(all)))];
    for (const shape of shapes) {
      const args = ['qualify', '--definitions', shape, '--now', NOW, '--profiles', '-', '--quiet'];
      const { status, stdout, stderr } = run(args, { input: lines.join('\n') });
      assert.deepEqual([status, stdout, stderr], [0, expected, ''], shape);
    }
  });

  test('line ends, empty lines, a mark, gzip in parts and a last line without end', () => {
    const inputs = [
      lines.join('\n'),
      `${lines.join('\r\n')}\r\n`,
      `\n\n${lines.join('\n \t\n\n')}\n\n`,
      `\ufeff${lines.join('\n')}`,
      gzipSync(lines.join('\n')),
      gzipSync(`\ufeff${lines.join('\n')}`),
      Buffer.concat([gzipSync(`${lines[0]}\n${lines[1].slice(0, 9)}`),
        gzipSync(`${lines[1].slice(9)}\n${lines[2]}`)]),
    ];
    for (const [at, input] of inputs.entries()) {
      const { status, stdout } = qualify(['-'], { input });
      assert.deepEqual([status, stdout], [0, expected], `input ${at}`);
    }
  });

  test('no profiles give no lines', () => {
    for (const input of ['', '\n', '\ufeff', gzipSync('')]) {
      const { status, stdout, stderr } = qualify(['-', '--json'], { input });
      assert.deepEqual([status, stdout, JSON.parse(stderr).profiles], [0, '', 0]);
    }
  });

  test('--json sums up in the last line of standard error', () => {
    const { stderr } = qualify(['-', '--json', '--threads', '1'], { input: lines.join('\n') });
    const { seconds, perSecond, ...counts } = JSON.parse(stderr);
    assert.deepEqual(counts, {
      profiles: 3, realized: 1, existing: 1, exited: 1, bad: 0,
      definitions: 2, skipped: 1, threads: 1, bytes: lines.join('\n').length,
    });
    assert.deepEqual([typeof seconds, typeof perSecond], ['number', 'number']);
  });

  test('--out writes a file, compressed when it is called so, and keeps its permissions', () => {
    for (const name of ['out.ndjson', 'out.ndjson.gz']) {
      const out = file(name, 'before');
      const { status, stdout } = qualify(['-', '--out', out], { input: lines.join('\n') });
      const bytes = readFileSync(out);
      assert.deepEqual([status, stdout], [0, '']);
      assert.equal((name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString(), expected);
    }
    assert.equal(qualify(['-', '--out', '/dev/null'], { input: lines[0] }).status, 0);
    assert.deepEqual(readdirSync(folder).filter((name) => name.includes('.part')), []);
  });

  test('--id is any expression', () => {
    const { stdout } = qualify(['-', '--id', 'person.name'], { input: lines[2] });
    assert.equal(JSON.parse(stdout).id, 'nobody');
    const wrong = qualify(['-', '--id', 'a =='], { input: lines[2] });
    assert.equal(wrong.status, 2);
    assert.match(wrong.stderr, /--> --id:1:3/);
  });

  test('--now is one time for all: without it the clock', () => {
    const before = Date.now();
    const { stdout } = run(['qualify', '--definitions', definitions, '--profiles', '-', '-q'],
      { input: `${lines[0]}\n`.repeat(3000) });
    const times = new Set(stdout.trimEnd().split('\n').map((one) =>
      JSON.parse(one).segmentMembership.ups.canada.lastQualificationTime));
    assert.equal(times.size, 1);
    const [time] = times;
    assert.ok(Date.parse(time) >= before && Date.parse(time) <= Date.now(), time);
  });

  test('definitions that do not compile end it before a profile is read', () => {
    const args = ['qualify', '--definitions', broken, '--now', NOW, '--profiles', '-', '--quiet'];
    const stopped = run(args, { input: lines.join('\n') });
    assert.deepEqual([stopped.status, stopped.stdout], [1, '']);
    const kept = run([...args, '--keep-going'], { input: lines.join('\n') });
    assert.deepEqual([kept.status, kept.stdout], [1, expected]);
    assert.match(kept.stderr, /^error\[P0106\]/);
  });
});

describe('a line that is no profile', () => {
  const bad = {
    'JSON that ends': [Buffer.from('{"_id":'), 'P0501'],
    'no JSON': [Buffer.from('hello'), 'P0501'],
    'two profiles': [Buffer.from('{"_id":"x"} {}'), 'P0501'],
    'an array': [Buffer.from('[1]'), 'P0501'],
    'not UTF-8': [Buffer.from('{"_id":"\xff"}', 'latin1'), 'P0502'],
    'control characters': [Buffer.from('{"_id":\u001b[31m'), 'P0501'],
  };

  for (const [name, [bytes, code]] of Object.entries(bad)) {
    const input = Buffer.concat([Buffer.from(`${lines[0]}\r\n\n`), bytes,
      Buffer.from(`\n${lines[1]}\n${lines[2]}`)]);

    test(`${name}: ends the run at its number`, () => {
      const { status, stdout, stderr } = qualify(['-', '--threads', '2'], { input });
      assert.deepEqual([status, stdout], [2, line(set, people[0])]);
      const place = '\n  --> standard input:3\n  \\|\n3 \\| ';
      assert.match(stderr, new RegExp(`^error\\[${code}\\]: .+${place}`));
      assert.doesNotMatch(stderr, /\u001b/);
    });

    test(`${name}: is left out with --keep-going`, () => {
      const { status, stdout, stderr } = qualify(['-', '--keep-going'], { input });
      assert.deepEqual([status, stdout], [1, expected]);
      assert.match(stderr, new RegExp(`^error\\[${code}\\]`));
      assert.match(stderr, /\n! 3 profiles in [^]*\n  1 line left out\n$/);
    });
  }

  test('leaves no file behind', () => {
    const out = join(folder, 'never.ndjson');
    const { status } = qualify(['-', '--out', out], { input: `${lines[0]}\nhello\n` });
    assert.deepEqual([status, existsSync(out)], [2, false]);
    assert.deepEqual(readdirSync(folder).filter((name) => name.includes('.part')), []);
  });

  test('gzip that ends too early is told, with what was there before', () => {
    const whole = gzipSync(`${lines.join('\n')}\n`);
    const { status, stderr } = qualify(['-'], { input: whole.subarray(0, -12) });
    assert.equal(status, 2);
    assert.equal(stderr, 'error: standard input: the gzip data ends too early\n');
  });
});

test('the samples give what the library gives, whatever the number of threads', () => {
  const samples = inRoot('www', 'public', 'samples');
  const profiles = join(samples, 'profiles.ndjson');
  const bytes = readFileSync(join(samples, 'definitions.json'));
  const every = AudienceSet.compile(bytes);
  const written = readFileSync(profiles, 'utf8').trimEnd().split('\n')
    .map((one) => line(every, JSON.parse(one))).join('');
  // Several times over, so that there are more pieces than threads.
  const input = readFileSync(profiles, 'utf8').repeat(4);
  const outputs = ['1', '2', '5'].map((threads) => run(
    ['qualify', '--definitions', join(samples, 'definitions.json'), '--profiles', '-', '--now', NOW,
      '--threads', threads, '--json'],
    { input },
  ));
  for (const { status, stdout, stderr } of outputs) {
    assert.equal(status, 0);
    assert.ok(stdout === written.repeat(4), stderr);
  }
  assert.equal(JSON.parse(outputs[2].stderr).threads, 5);
});
