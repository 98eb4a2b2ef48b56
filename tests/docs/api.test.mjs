// The API reference: up to date with the types, complete, and every name in it explained.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { page, PAGE } from '../../pkg-config/docs/api.mjs';
import { declarations } from '../../pkg-config/docs/types.mjs';
import { importThere } from '../installed.mjs';
import { read } from './markdown.mjs';

const FILES = ['index.d.ts', 'runtime.d.ts', 'loading.d.ts'];

test('it is up to date; `npm run docs` writes it', () => assert.equal(read(PAGE), page()));

test('every name and every member has a comment', () => {
  const bare = FILES.flatMap((file) => declarations(file).flatMap(({ name, comment, members }) => {
    const own = comment.text ? [] : [name];
    const named = members.filter((member) => member.name !== '' && !member.name.startsWith('['));
    const inside = named.filter((member) => !member.comment.text).map((member) => `${name}.${member.name}`);
    return [...own, ...inside].map((what) => `${file}: ${what}`);
  }));
  assert.deepEqual(bare, []);
});

test('the functions and classes are those that the package exports', async () => {
  for (const [file, entry] of [['index.d.ts', 'pql-edge'], ['runtime.d.ts', 'pql-edge/runtime']]) {
    const kinds = ['function', 'class'];
    const declared = declarations(file).filter(({ kind }) => kinds.includes(kind)).map(({ name }) => name);
    const shared = file === 'runtime.d.ts' ? ['PqlError', 'edgeResponse'] : [];
    const exported = Object.keys(await importThere(entry));
    assert.deepEqual([...declared, ...shared].sort(), exported.sort());
  }
});
