// What a release needs: one version, a changelog, licences and notices, a crate that can be published.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';

import { crates, NOTICES, notices } from '../../pkg-config/notices.mjs';
import { inRoot, root } from '../../pkg-config/setup/paths.mjs';
import { installedFolder } from '../installed.mjs';

const read = (...path) => readFileSync(inRoot(...path), 'utf8');
const cargoToml = read('Cargo.toml');
const field = (name) => cargoToml.match(new RegExp(`^${name} = "([^"]+)"`, 'm'))[1];
const version = field('version');

/** The paths of the files below a folder that are of the repository. */
function files(folder, wanted) {
  const made = /^(node_modules|target|dist|pkg|\..*)$/;
  return readdirSync(inRoot(folder), { withFileTypes: true })
    .filter(({ name }) => !made.test(name))
    .flatMap((entry) => {
      const path = folder === '.' ? entry.name : `${folder}/${entry.name}`;
      return entry.isDirectory() ? files(path, wanted) : wanted(entry.name) ? [path] : [];
    });
}

describe('the version', () => {
  test('is a version', () => assert.match(version, /^\d+\.\d+\.\d+(-[\w.]+)?$/));

  test('is that of the lock files and of the packed manifest', () => {
    const locks = files('.', (name) => name === 'Cargo.lock');
    assert.ok(locks.includes('Cargo.lock'));
    const stated = (path) => read(path).match(/^name = "pql-edge"\nversion = "(.*)"$/m)?.[1];
    for (const path of locks) assert.equal(stated(path), version, path);
    const manifest = JSON.parse(readFileSync(join(installedFolder, 'package.json'), 'utf8'));
    assert.equal(manifest.version, version);
  });

  test('stands in no other manifest of ours', () => {
    const manifests = files('.', (name) => name === 'package.json');
    assert.ok(manifests.includes('pkg-config/package.json'));
    const stating = manifests.filter((path) => JSON.parse(read(path)).version !== undefined);
    assert.deepEqual(stating, []);
  });

  test('is the one that the templates ask for', () => {
    const manifests = files('pkg-config/templates', (name) => name === 'package.json');
    assert.ok(manifests.length >= 2);
    for (const path of manifests) {
      assert.equal(JSON.parse(read(path)).dependencies['pql-edge'], version, path);
    }
    for (const path of files('pkg-config/templates', (name) => name === 'Cargo.toml')) {
      const [, asked] = read(path).match(/^pql-edge = (?:.*version = )?"([^"]+)"/m) ?? [];
      assert.equal(asked, version, path);
    }
  });
});

describe('the changelog', () => {
  const headings = [...read('CHANGELOG.md').matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);

  test('begins with what is not released, and has dates for all else', () => {
    const [first, ...released] = headings;
    assert.equal(first, '[Unreleased]');
    for (const heading of released) assert.match(heading, /^\[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d$/);
  });

  test('knows the version: as a heading, or as the one to come', () => {
    const isKnown = headings.some((heading) => heading.startsWith(`[${version}]`));
    assert.ok(isKnown || read('CHANGELOG.md').includes(`What will be ${version}.`));
  });

  test('has no version twice, and the newest first', () => {
    const key = (heading) => heading.match(/\d+/g).slice(0, 3).map((part) => part.padStart(6, '0')).join();
    const keys = headings.slice(1).map(key);
    assert.deepEqual(keys, [...new Set(keys)].sort().reverse());
  });
});

test('the manifests name the same repository, as soon as one does', () => {
  const { repository } = JSON.parse(read('pkg-config', 'package.json'));
  const [, own] = cargoToml.match(/^repository = "([^"]+)"/m) ?? [];
  assert.equal(own, repository?.url?.replace(/^git\+|\.git$/g, ''));
});

describe('the licences', () => {
  test('are the same everywhere', () => {
    assert.equal(field('license'), 'Apache-2.0');
    assert.equal(JSON.parse(read('pkg-config', 'package.json')).license, 'Apache-2.0');
    assert.match(read('LICENSE'), /^\s+Apache License\s+Version 2\.0, January 2004/);
  });

  test('and the notices are in the npm package', () => {
    for (const name of ['LICENSE', NOTICES]) {
      assert.equal(readFileSync(join(installedFolder, name), 'utf8'), read(name), name);
    }
  });

  test('of the crates in the modules allow what we do', () => {
    const allowed = /^[(]?(Apache-2\.0|MIT|BSD-[23]-Clause|Unicode-3\.0|Zlib|Unlicense)[)]?$/;
    const all = crates();
    assert.ok(all.some(({ name }) => name === 'serde_json') && !all.some(({ name }) => name === 'insta'));
    for (const { name, license } of all) {
      for (const part of license.split(' AND ')) {
        assert.ok(part.split(/ OR |\//).some((one) => allowed.test(one.trim())), `${name}: ${license}`);
      }
    }
  });

  test('the notices are up to date; `npm run notices` writes them', () => {
    assert.equal(read(NOTICES), notices());
  });
});

describe('the crate', () => {
  const cargo = (...args) => spawnSync('cargo', args, { cwd: root, encoding: 'utf8', maxBuffer: 1e8 });

  test('holds these files, and the sources', () => {
    const { status, stdout, stderr } = cargo('package', '--list', '--allow-dirty');
    assert.equal(status, 0, stderr);
    const listed = stdout.trim().split('\n').filter((name) => name !== '.cargo_vcs_info.json');
    const others = ['CHANGELOG.md', 'Cargo.lock', 'Cargo.toml', 'Cargo.toml.orig', 'LICENSE', 'README.md'];
    assert.deepEqual(listed.sort(), [...others, ...files('src', () => true)].sort());
  });

  test('builds from what would be published', () => {
    const { status, stderr } = cargo('publish', '--dry-run', '--allow-dirty');
    assert.equal(status, 0, stderr);
    assert.match(stderr, /aborting upload due to dry run/);
  });
});
