// The README of the template and the guide: their commands run, their answers are as printed.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { inRoot } from '../../../../pkg-config/setup/paths.mjs';
import { build, cargo, folder, start, template } from '../deployment.mjs';

/** What the command line of Fastly does with the program, the other tests do with viceroy. */
const ELSEWHERE = ['rustup target add wasm32-wasip1', 'fastly compute serve'];

const TEXTS = [
  ['the README', join(template, 'README.md')],
  ['the guide', inRoot('src', 'docs', 'guides', 'fastly.md')],
];

for (const [what, path] of TEXTS) {
  describe(`${what} of the template`, () => {
    const blocks = [...readFileSync(path, 'utf8').matchAll(/^```(\w+)\n(.*?)^```$/gms)];
    let it;

    before(async () => (it = await start()));
    after(() => it?.stop());

    for (const [at, [, language, body]] of blocks.entries()) {
      test(`block ${at + 1} does what it says: ${body.split('\n', 1)}`, async () => {
        if (language === 'json') assert.ok(JSON.parse(body).expression);
        else if (body.startsWith('$ ')) for (const command of sessions(body)) prints(command);
        else for (const line of body.trim().split('\n')) await runs(line);
      });
    }

    function prints({ command, stated }) {
      const line = command.replaceAll('localhost:7676', new URL(it.url).host);
      const { status, stdout } = spawnSync('bash', ['-c', line], { encoding: 'utf8' });
      assert.equal(status, 0, line);
      assert.equal(masked(stdout), masked(stated));
    }
  });
}

async function runs(line) {
  if (ELSEWHERE.includes(line)) return;
  await build();
  const [, ...args] = line.match(/^cargo run (.*)$/)?.[1].split(' ') ?? assert.fail(line);
  assert.match(await cargo('run', '--package', ...args), /audiences\.pqlb: \d+ bytes/);
  assert.ok(readFileSync(join(folder, 'audiences.pqlb')).length > 100);
}

/** Each begins with `$`; its last line is what it prints. */
const sessions = (block) =>
  block.split(/^\$ /m).slice(1).map((text) => {
    const lines = text.trimEnd().split('\n');
    return { command: lines.slice(0, -1).join('\n'), stated: lines.at(-1) };
  });

/** Ids of requests and times are others every time. */
const masked = (text) =>
  text
    .trim()
    .replace(/"requestId":"[0-9a-f-]{36}"/g, '"requestId":"…"')
    .replace(/"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"/g, '"…"');
