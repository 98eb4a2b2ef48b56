// The project: it builds without a warning of its own, and asks for the crate that is there.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';

import { inRoot } from '../../../../pkg-config/setup/paths.mjs';
import { attempt } from '../../../../pkg-config/setup/run.mjs';
import { TARGET } from '../../../../pkg-config/setup/viceroy.mjs';
import { build, cargo, folder, template } from '../deployment.mjs';

const read = (...path) => readFileSync(join(...path), 'utf8');
const version = read(inRoot('Cargo.toml')).match(/^version = "(.*)"/m)[1];

describe('the project', () => {
  let warnings;

  before(async () => ({ warnings } = await build()));

  test('asks for the version of the crate that is there', () => {
    assert.match(read(template, 'Cargo.toml'), new RegExp(`^pql-edge = \\{ version = "${version}"`, 'm'));
    assert.match(read(template, 'compiler', 'Cargo.toml'), new RegExp(`^pql-edge = "${version}"`, 'm'));
  });

  test('has the lock file that it was tried with', () => {
    const versions = (text) => [...text.matchAll(/^name = "(.*)"\nversion = "(.*)"/gm)].map(([, ...it]) => it.join(' '));
    const tried = versions(read(inRoot('tests', 'templates', 'fastly', 'Cargo.lock')));
    assert.deepEqual(versions(read(folder, 'Cargo.lock')), tried);
  });

  test('builds with no warning but for what is left out', () => {
    const found = warnings.split('\n').filter((line) => /^warning/.test(line));
    for (const line of found) assert.match(line, /left out: .*not enabled for synchronous/);
  });

  test('is written as rustfmt and clippy want it', async () => {
    const { ok, output } = await attempt('cargo', ['fmt', '--check', '--all'], { cwd: folder });
    assert.ok(ok, output);
    await cargo('clippy', '--release', '--target', TARGET, '--', '-D', 'warnings');
  });

  test('has the sample of the other templates', () => {
    const cloudflare = inRoot('pkg-config', 'templates', 'cloudflare');
    for (const name of ['definitions.json', 'destinations.json']) {
      assert.equal(read(template, name), read(cloudflare, name));
    }
  });
});
