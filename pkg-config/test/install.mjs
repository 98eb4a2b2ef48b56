// Packs pkg/ as npm would publish it and installs the tarball where the tests find it.

import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { inRoot, packageFolder } from '../setup/paths.mjs';
import { npm } from '../setup/npm.mjs';

/** A project that has the package as its only dependency. */
export const application = inRoot('target', 'packaging', 'application');
const shelf = inRoot('target', 'packaging', 'tarball');

/** Where the packed package lies. */
export const tarball = () => {
  const [name] = readdirSync(shelf).filter((file) => file.endsWith('.tgz'));
  return join(shelf, name);
};

let installed;

/** Once per run of the tests, however many suites ask. */
export const installPackage = () => (installed ??= install());

async function install() {
  for (const folder of [shelf, application]) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }
  await npm(['pack', '--silent', '--pack-destination', shelf, packageFolder]);
  const manifest = { name: 'application', private: true, type: 'module' };
  writeFileSync(join(application, 'package.json'), JSON.stringify(manifest));
  const quiet = ['--offline', '--no-audit', '--no-fund', '--loglevel=error'];
  await npm(['install', '--prefix', application, ...quiet, tarball()], { cwd: application });
}
