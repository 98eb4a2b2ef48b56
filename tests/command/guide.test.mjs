// The guide to the command, run as printed.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';

import { inRoot } from '../../pkg-config/setup/paths.mjs';
import { plainEnvironment, scratch } from './program.mjs';

const guide = readFileSync(inRoot('src', 'docs', 'guides', 'command.md'), 'utf8');
const { folder } = scratch();
const MARK = '== end of a command ==';

/** What stands before a block, its language, its body. */
const blocks = [...guide.matchAll(/([^\n]*)\n\n```(\w+)\n([^]*?)\n```$/gm)];
const sessions = blocks.filter(([, , language]) => language === 'console');

test('every block is a session or a file with a name', () => {
  assert.equal(blocks.length, guide.match(/^```\w+$/gm).length);
  assert.ok(sessions.length >= 8);
  for (const [, before, language, body] of blocks) {
    if (language === 'console') continue;
    const [, name] = before.match(/This is the file `([^`]+)`/) ?? assert.fail(before);
    writeFileSync(join(folder, name), `${body}\n`);
  }
});

for (const [, , , body] of sessions) {
  const commands = body.split(/^\$ /m).slice(1).map((text) => {
    const [command, ...lines] = text.trimEnd().split('\n');
    return { command, expected: lines.join('\n') };
  });

  test(commands[0].command, () => {
    const outputs = shell(commands.map(({ command }) => command));
    for (const [at, { command, expected }] of commands.entries()) {
      assert.match(outputs[at], pattern(expected), command);
    }
  });
}

test('the commands of the README run, too', () => {
  const readme = readFileSync(inRoot('README.md'), 'utf8');
  const [, body] = readme.match(/^```sh\n(npx pql-edge [^]*?)```$/m);
  const profiles = readFileSync(join(folder, 'profiles.ndjson'));
  mkdirSync(join(folder, 'rules'));
  writeFileSync(join(folder, 'rules', 'one.pql'), 'a = 1\n');
  writeFileSync(join(folder, 'p.json'), '{}');
  writeFileSync(join(folder, 'profiles.ndjson.gz'), gzipSync(profiles));
  const lines = body.trimEnd().split('\n');
  const commands = lines.map((line) => line.replace('npx ', '').replace(/ +#.*/, ''));
  assert.equal(commands.length, 4);
  const outputs = shell(commands.map((command) => `${command}; [ $? = 0 ] && echo fine`));
  for (const [at, command] of commands.entries()) assert.match(outputs[at], /fine$/, command);
  const members = gunzipSync(readFileSync(join(folder, 'members.ndjson.gz'))).toString();
  const ids = members.trimEnd().split('\n').map((line) => JSON.parse(line).id);
  assert.deepEqual(ids, ['ann', 'bob']);
});

/** What each command printed, on both outputs; `$?` is that of the one before. */
function shell(commands) {
  const steps = commands.map((command) => `(exit $last)\n${command}\nlast=$?\necho '${MARK}'\n`);
  const script = `last=0\nexec 2>&1\n${steps.join('')}`;
  const { stdout } = spawnSync('bash', ['-c', script], {
    cwd: folder, env: plainEnvironment(), encoding: 'utf8',
  });
  return stdout.split(`${MARK}\n`).map((output) => output.trimEnd());
}

/** `…` is whatever there is; on a line of its own, any lines. */
function pattern(expected) {
  const escaped = expected.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll(/^…$/gm, '[^]*').replaceAll('…', '.*')}$`);
}
