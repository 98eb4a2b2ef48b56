// The README of the template and the guide: their commands run, their answers are as printed.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { inRoot } from '../../../../pkg-config/setup/paths.mjs';
import { change, copyTemplate, environment, shell, template } from '../project.mjs';

/** Commands that need an account, and what can be seen of them without one. */
const WITHOUT_ACCOUNT = {
  'npx wrangler login': 'npx wrangler login --help',
  'npx wrangler secret put PROFILE_TOKEN': 'npx wrangler secret put --help | grep -F "<key>"',
  'npm run deploy': 'npm run deploy -- --dry-run',
  'npx wrangler kv namespace create AUDIENCES --binding AUDIENCES --update-config':
    'npx wrangler kv namespace create --help | grep -e --binding && ' +
    'npx wrangler kv namespace create --help | grep -e --update-config',
  'npm run publish:audiences':
    'npm run publish:audiences -- --local && ' +
    'npx wrangler kv key list --binding AUDIENCES --local | tr -d "\\n" | ' +
    'grep -E \'"audiences".*"version"\'',
};

const TEXTS = [
  ['the README', join(template, 'README.md'), 'cloudflare-readme'],
  ['the guide', inRoot('src', 'docs', 'guides', 'cloudflare.md'), 'cloudflare-guide'],
];

for (const [what, path, name] of TEXTS) {
  describe(`${what} of the template`, () => {
    const blocks = [...readFileSync(path, 'utf8').matchAll(/^```(\w+)\n(.*?)^```$/gms)];
    let folder;
    let server;
    let port;

    before(async () => {
      folder = await copyTemplate(name);
      port = await freePort();
    });
    after(() => server?.kill());

    for (const [at, [, language, body]] of blocks.entries()) {
      test(`block ${at + 1} does what it says: ${body.split('\n', 1)}`, async () => {
        if (language === 'json') return compiles(folder, JSON.parse(body));
        assert.equal(language, 'sh');
        for (const { command, stated } of commandsOf(body)) await does(command, stated);
      });
    }

    async function does(command, stated) {
      if (command === 'npm install') return; // Done with the packed package: see `copyTemplate`.
      if (command === 'npm run dev') {
        server = await develop(folder, port);
        return;
      }
      if (command.includes('kv namespace create')) bindNamespace(folder);
      const here = command.replaceAll('localhost:8787', `127.0.0.1:${port}`);
      const line = WITHOUT_ACCOUNT[command] ?? here;
      const { ok, output } = await shell(folder, line);
      assert.ok(ok, `${line}\n${output}`);
      if (stated !== undefined) assert.equal(masked(output), masked(stated));
    }
  });
}

/** A line is a command; where one begins with `$`, what follows it is what it prints. */
function commandsOf(block) {
  const withoutRemarks = block.replace(/ +# .*$/gm, '');
  if (!block.startsWith('$ ')) {
    return withoutRemarks.trim().split('\n').map((command) => ({ command }));
  }
  return block.split(/^\$ /m).slice(1).map((text) => {
    const lines = text.trimEnd().split('\n');
    return { command: lines.slice(0, -1).join('\n'), stated: lines.at(-1) };
  });
}

/** Ids of requests and times are others every time. */
const masked = (text) =>
  text
    .trim()
    .replace(/"requestId":"[0-9a-f-]{36}"/g, '"requestId":"…"')
    .replace(/"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"/g, '"…"');

async function compiles(folder, definition) {
  change(folder, 'definitions.json', (text) => JSON.stringify([...JSON.parse(text), definition]));
  const { ok, output } = await shell(folder, 'npm run build:audiences');
  assert.ok(ok, output);
  assert.match(output, /^5 audiences/m);
}

/** What the command that creates a namespace writes into the configuration. */
function bindNamespace(folder) {
  const binding = '{ "binding": "AUDIENCES", "id": "0123456789abcdef0123456789abcdef" }';
  change(folder, 'wrangler.jsonc', (text) =>
    text.replace('  "vars": {', `  "kv_namespaces": [${binding}],\n\n  "vars": {`),
  );
}

/** Starts `npm run dev` and waits until it answers. */
async function develop(folder, port) {
  const args = ['run', 'dev', '--', '--port', String(port), '--ip', '127.0.0.1'];
  const stdio = ['ignore', 'pipe', 'pipe'];
  const child = spawn('npm', args, { cwd: folder, env: environment, detached: true, stdio });
  let output = '';
  const take = (chunk) => (output += chunk);
  for (const stream of [child.stdout, child.stderr]) stream.on('data', take);
  const ended = new Promise((resolve) => child.on('exit', resolve));
  /** With all that it started: its group. */
  const kill = async () => {
    process.kill(-child.pid, 'SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  for (let times = 0; times < 300; times += 1) {
    if (child.exitCode !== null) break;
    const answered = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
    if (answered) return { kill };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  if (child.exitCode === null) await kill();
  throw new Error(`it does not answer:\n${output}`);
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
