// The npm packages of the peers: installed beside the benchmarks when they are not there.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { npm } from '../../../pkg-config/setup/npm.mjs';
import { inRoot } from '../../../pkg-config/setup/paths.mjs';
import { working } from '../../../pkg-config/setup/say.mjs';

const FOLDER = inRoot('tests', 'benches');

export async function installPeers() {
  const { dependencies } = read('package.json');
  const there = ([name, version]) => {
    const path = join('node_modules', name, 'package.json');
    return existsSync(join(FOLDER, path)) && read(path).version === version;
  };
  if (Object.entries(dependencies).every(there)) return;
  const because = 'the peers could not be installed';
  await working('peers: installing those of package-lock.json', () =>
    npm(['ci', '--ignore-scripts', '--loglevel=error'], { cwd: FOLDER, because }),
  );
}

const read = (path) => JSON.parse(readFileSync(join(FOLDER, path), 'utf8'));
