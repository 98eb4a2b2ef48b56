// What only the tests of packages and templates need: installed when the first of them asks for it.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { npm } from './npm.mjs';
import { inRoot } from './paths.mjs';
import { working } from './say.mjs';

/** The folder of their manifest and lock file, and of their `node_modules`. */
export const toolsFolder = inRoot('tests', 'packaging', 'tools');

const lock = join(toolsFolder, 'package-lock.json');
const stamp = join(toolsFolder, 'node_modules', '.installed');

let installed;

/** Once per run of the tests, however many suites ask. */
export const ensureTools = () => (installed ??= install());

async function install() {
  const wanted = readFileSync(lock, 'utf8');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  const args = ['ci', '--ignore-scripts', '--loglevel=error'];
  const because = 'the tools of the packaging tests could not be installed';
  await working('packaging tools: installing those of the lock file, about 20 s', () =>
    npm(args, { cwd: toolsFolder, because }),
  );
  writeFileSync(stamp, wanted);
}
