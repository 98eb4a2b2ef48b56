// Runs a folder of node:test files against the packed package, and counts what they say.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { inRoot, root } from '../setup/paths.mjs';
import { attempt } from '../setup/run.mjs';
import { installPackage } from './install.mjs';

/** `node`: the program to run them with, ours if it is not said. */
export async function nodeTest(folder, { chromium, node = process.execPath }) {
  if (/\bbrowser$/.test(folder) && !chromium) {
    return { passed: 0, failed: 0, skipped: 1, why: 'no Chromium', output: '' };
  }
  await installPackage();
  const args = ['--test', '--test-reporter=spec', '--expose-gc', ...testFiles(folder)];
  const { ok, output } = await attempt(node, args, {
    cwd: root,
    env: { ...(chromium && { CHROME_PATH: chromium }), NODE_OPTIONS: '', NO_COLOR: '1' },
  });
  return counted(output, ok);
}

function testFiles(folder) {
  const path = inRoot('tests', folder);
  const names = readdirSync(path).filter((name) => name.endsWith('.test.mjs'));
  return names.sort().map((name) => join(path, name));
}

/** A test that has figures to show says them as the diagnostic `note: …`. */
function counted(output, ok) {
  const count = (name) => Number(output.match(new RegExp(`^ℹ ${name} (\\d+)`, 'm'))?.[1] ?? 0);
  const skipped = count('skipped') + count('todo');
  const failed = count('fail') + count('cancelled');
  const failures = output.split(/^✖ failing tests:$/m)[1] ?? output;
  const told = [...output.matchAll(/^ *ℹ note: (.*)$/gm)].map(([, note]) => note).join('; ');
  return { passed: count('pass'), failed: failed || Number(!ok), skipped, told, output: failures };
}
