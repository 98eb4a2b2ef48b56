// The path of a newcomer, as the README prints it, walked in an empty folder of its own.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { blocks, NEWCOMER, read } from './markdown.mjs';
import { startRegistry } from './registry.mjs';
import { commands, runCommand } from './session.mjs';

let empty;
let folder;
let registry;
let environment;
let server;
const address = `http://localhost:${await freePort()}`;

before(async () => {
  empty = mkdtempSync(join(tmpdir(), 'newcomer-'));
  folder = empty;
  registry = await startRegistry();
  environment = {
    npm_config_registry: registry.url,
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    WRANGLER_SEND_METRICS: 'false',
    CI: '1',
  };
});

after(() => {
  if (server?.pid) process.kill(-server.pid);
  registry?.close();
  rmSync(empty, { recursive: true, force: true });
});

test('every step does what it says', async () => {
  const steps = blocks(read('README.md')).filter(({ heading }) => heading === NEWCOMER);
  assert.deepEqual(steps.map(({ language }) => language), ['sh', 'json', 'js', 'sh', 'sh', 'sh']);
  for (const { language, file, code } of steps) {
    if (language === 'sh') await session(code);
    else writeFileSync(join(folder, file), code);
  }
});

/** Runs the commands of a block; `cd` stays in force, and the Worker goes on behind the rest. */
async function session(code) {
  for (const command of commands(code)) {
    if (command.command.startsWith('cd ')) folder = join(folder, command.command.slice(3));
    else if (command.command === 'npx wrangler dev') await serve();
    else await runCommand(command, folder, { address, environment, all: true });
  }
}

/** Only the port is another one: the printed one may be taken. */
function serve() {
  const { port } = new URL(address);
  const args = ['wrangler', 'dev', '--port', port];
  const env = { ...process.env, ...environment };
  server = spawn('npx', args, { cwd: folder, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  return new Promise((resolve, reject) => {
    const hear = (chunk) => {
      said += chunk;
      if (said.includes('Ready on ')) resolve();
    };
    server.stdout.on('data', hear);
    server.stderr.on('data', hear);
    server.on('exit', () => reject(new Error(said)));
  });
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
