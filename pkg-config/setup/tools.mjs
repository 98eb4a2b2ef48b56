// What only the tests of packages and templates need: installed when the first of them asks for it.

import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { npm } from './npm.mjs';
import { inRoot } from './paths.mjs';
import { run } from './run.mjs';
import { working } from './say.mjs';

/** Where their `node_modules` is: above every project and template that is tried. */
export const toolsFolder = inRoot('target', 'packaging');

const wanted = (name) => inRoot('tests', 'packaging', 'tools', name);
const stamp = join(toolsFolder, 'node_modules', '.installed');

let installed;

/** Once per run of the tests, however many suites ask. */
export const ensureTools = () => (installed ??= install());

async function install() {
  const lock = readFileSync(wanted('package-lock.json'), 'utf8');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  mkdirSync(toolsFolder, { recursive: true });
  for (const name of ['package.json', 'package-lock.json']) {
    copyFileSync(wanted(name), join(toolsFolder, name));
  }
  const because = 'the tools of the packaging tests could not be installed';
  await working('packaging tools: installing those of the lock file, about 30 s', async () => {
    // Not `npm ci`: that refuses the lock file where a registry lacks binaries of other platforms.
    const quietly = ['--no-save', '--ignore-scripts', '--loglevel=error'];
    await npm(['install', ...quietly], { cwd: toolsFolder, because });
    await putBunInPlace(because);
  });
  writeFileSync(stamp, lock);
}

/** The one script that is needed: it moves Bun's program from the package of this platform. */
function putBunInPlace(because) {
  const cwd = join(toolsFolder, 'node_modules', 'bun');
  return run(process.execPath, ['install.js'], { cwd, because });
}
