// The npm packages of the checkout: installed when missing or not those of the lock file.

import { readFileSync } from 'node:fs';

import { inRoot, root } from './paths.mjs';
import { run, which } from './run.mjs';
import { Stop, working } from './say.mjs';

export async function ensurePackages() {
  if (packagesMatchLock()) return;
  await working('npm packages: installing those of package-lock.json, about 20 s', () =>
    npm(['ci', '--loglevel=error'], { because: 'the npm packages could not be installed' }),
  );
}

/** Runs npm itself, the very one that started us where there is one. */
export function npm(args, options) {
  const script = process.env.npm_execpath;
  if (script?.endsWith('.js')) return run(process.execPath, [script, ...args], here(options));
  const command = which('npm');
  if (!command) throw new Stop('npm is missing: install Node.js 20 or newer with npm');
  return run(command, args, here(options));
}

const here = (options) => ({ cwd: root, ...options });

/** npm writes a lock file of its own into node_modules when an install has succeeded. */
function packagesMatchLock() {
  const installed = read('node_modules', '.package-lock.json');
  const wanted = read('package-lock.json');
  if (!installed || !wanted) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '' || entry.link || !path.startsWith('node_modules/')) return true;
    const found = installed[path];
    return found ? found.version === entry.version : entry.optional === true;
  });
}

function read(...path) {
  try {
    return JSON.parse(readFileSync(inRoot(...path), 'utf8')).packages;
  } catch {
    return undefined;
  }
}
