// The template as a person has it: copied, installed, built by wrangler's own bundler.

import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';

import { npm } from '../../../pkg-config/setup/npm.mjs';
import { inRoot } from '../../../pkg-config/setup/paths.mjs';
import { attempt } from '../../../pkg-config/setup/run.mjs';
import { toolsFolder } from '../../../pkg-config/setup/tools.mjs';
import { tarball } from '../../installed.mjs';

/** Programs find the tools of the packaging tests above their own folder. */
const shelf = inRoot('target', 'packaging', 'templates');
export const template = inRoot('pkg-config', 'templates', 'cloudflare');

/** Wrangler asks nobody and tells nobody anything. */
const QUIET = { CI: '1', NO_COLOR: '1', WRANGLER_SEND_METRICS: 'false', NODE_OPTIONS: '' };
export const environment = { ...process.env, ...QUIET };

/** A copy with the packed package in the place of the published one; its folder. */
export async function copyTemplate(name) {
  const folder = join(shelf, name);
  rmSync(folder, { recursive: true, force: true });
  rmSync(join(shelf, 'node_modules'), { force: true });
  mkdirSync(shelf, { recursive: true });
  symlinkSync(join(toolsFolder, 'node_modules'), join(shelf, 'node_modules'), 'junction');
  const made = new Set(['node_modules', '.wrangler', 'dist', 'audiences.bin', '.dev.vars']);
  cpSync(template, folder, { recursive: true, filter: (path) => !made.has(basename(path)) });
  await install(folder);
  return folder;
}

/**
 * Installs what the template depends on. Its tools are those on the shelf: npm is not told of them,
 * since it asks the registry even for those that it leaves out.
 */
async function install(folder) {
  const text = readFileSync(join(folder, 'package.json'), 'utf8');
  const { devDependencies, ...manifest } = JSON.parse(text);
  manifest.dependencies['pql-edge'] = `file:${tarball()}`;
  const write = (what) => writeFileSync(join(folder, 'package.json'), JSON.stringify(what));
  write(manifest);
  const quiet = ['--no-package-lock', '--no-audit', '--no-fund', '--loglevel=error'];
  await npm(['install', '--offline', ...quiet], { cwd: folder });
  write({ ...manifest, devDependencies });
}

export function change(folder, name, how) {
  const path = join(folder, name);
  writeFileSync(path, how(readFileSync(path, 'utf8')));
}

/** What a shell does with a line of the README, in the folder of a copy. */
export const shell = (folder, line, env = {}) =>
  attempt('bash', ['-c', line], { cwd: folder, env: { ...environment, ...env } });

/** What would be uploaded: `dist/worker.js`, the module, the definitions. */
export const bundle = (folder) => shell(folder, 'npx wrangler deploy --dry-run --outdir dist');

export const bundled = (folder) => readdirSync(join(folder, 'dist'));
