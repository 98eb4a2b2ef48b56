// The package under test: the packed tarball, installed in a project of its own by `npm test`.

import { existsSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { application } from '../pkg-config/test/install.mjs';

export { application, tarball } from '../pkg-config/test/install.mjs';

if (!existsSync(join(application, 'node_modules'))) {
  throw new Error('the package is not installed for the tests: run `npm test -- js`');
}

/** `require` as a file of that project has it. */
export const requireThere = createRequire(join(application, 'index.cjs'));

/** The folder of the installed package. */
export const installedFolder = dirname(requireThere.resolve('pql-edge/package.json'));

/** What `import * from "pql-edge"` gives in that project. */
export async function importThere(specifier = 'pql-edge') {
  const file = join(application, `import-${specifier.replaceAll(/\W/g, '-')}.mjs`);
  writeFileSync(file, `export * from ${JSON.stringify(specifier)};\n`);
  return import(pathToFileURL(file));
}
