// The project itself: its versions, its types, what its build makes and says.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';

import { inRoot } from '../../../../pkg-config/setup/paths.mjs';
import { toolsFolder } from '../../../../pkg-config/setup/tools.mjs';
import { installedFolder } from '../../../installed.mjs';
import { builtCopy } from '../copy.mjs';
import { bundle, bundled, change, copyTemplate, shell, template } from '../project.mjs';

const json = (...path) => JSON.parse(readFileSync(join(...path), 'utf8'));

describe('the project', () => {
  const manifest = json(template, 'package.json');
  let folder;

  before(async () => (folder = await builtCopy()));

  test('asks for the version of the package that is there, and for the tools that were tried', () => {
    assert.equal(manifest.dependencies['pql-edge'], json(installedFolder, 'package.json').version);
    const tools = { ...json(inRoot('package.json')).devDependencies, ...json(toolsFolder, 'package.json').dependencies };
    for (const [name, version] of Object.entries(manifest.devDependencies)) {
      assert.equal(version, tools[name], name);
    }
  });

  test('has no mistake of types, in the strict mode of TypeScript', async () => {
    assert.equal(json(folder, 'tsconfig.json').compilerOptions.strict, true);
    const { ok, output } = await shell(folder, 'npm run check');
    assert.ok(ok, output);
  });

  test('a mistake of types is found', async () => {
    const wrong = await copyTemplate('cloudflare-mistaken');
    change(wrong, 'src/cors.ts', (text) => `${text}\nexport const wrong: number = 'a text';\n`);
    const { ok, output } = await shell(wrong, 'npm run check');
    assert.ok(!ok);
    assert.match(output, /cors\.ts.*TS2322/);
    rmSync(wrong, { recursive: true });
  });

  test('what is deployed has the runtime as a module and no compiler', () => {
    const files = bundled(folder);
    const [module, ...more] = files.filter((name) => name.endsWith('.wasm'));
    assert.deepEqual(more, []);
    const deployed = readFileSync(join(folder, 'dist', module));
    assert.ok(deployed.equals(readFileSync(join(installedFolder, 'runtime.wasm'))));
    const script = readFileSync(join(folder, 'dist', 'worker.js'), 'utf8');
    assert.ok(script.includes(`from "./${module}"`));
    assert.doesNotMatch(script, /AGFzbQ/);
    const artifact = files.find((name) => name.endsWith('-audiences.bin'));
    const compiled = readFileSync(join(folder, 'src', 'audiences.bin'));
    assert.ok(readFileSync(join(folder, 'dist', artifact)).equals(compiled));
  });

  test('compiling says what is in and what is left out', async () => {
    const { ok, output } = await shell(folder, 'npm run build:audiences');
    assert.ok(ok, output);
    assert.match(output, /^4 audiences in src\/audiences\.bin, looking back 24 hours$/m);
    assert.match(output, /^ {2}left out: \S+, it is not enabled for synchronous evaluation$/m);
  });

  test('a definition with a mistake is shown, and nothing is deployed', async () => {
    const wrong = await copyTemplate('cloudflare-mistaken');
    change(wrong, 'definitions.json', (text) => text.replace('loyalty.tier = ', 'loyalty.tier == == '));
    const { ok, output } = await shell(wrong, 'npm run build:audiences');
    assert.ok(!ok);
    assert.match(output, /loyalty\.tier == == /);
    assert.match(output, /\^/);
    const built = await bundle(wrong);
    assert.ok(!built.ok, built.output);
    assert.ok(!existsSync(join(wrong, 'dist')));
    rmSync(wrong, { recursive: true });
  });
});
