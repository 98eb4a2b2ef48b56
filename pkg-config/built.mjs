// The built package in pkg/, for the programs of this repository that run it.

import { existsSync } from 'node:fs';

const ENTRY = new URL('../pkg/node.js', import.meta.url);

/** The package's exports; ends the program with a hint when there is no package yet. */
export async function builtPackage() {
  if (!existsSync(ENTRY)) {
    process.stderr.write('There is no package in pkg/ yet. Build it with: npm run build\n');
    process.exit(2);
  }
  return import(ENTRY.href);
}
