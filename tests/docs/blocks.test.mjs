// Every code block of the pages that people read does what it says, from the top of a page down.

import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';

import { inRoot } from '../../pkg-config/setup/paths.mjs';
import { application } from '../installed.mjs';
import { blocksHere, ELSEWHERE, folderOf, pages, read } from './markdown.mjs';
import { LANGUAGES } from './run.mjs';

const scratch = join(application, 'docs');
rmSync(scratch, { recursive: true, force: true });

test('there are pages', () => assert.ok(pages.length >= 9, pages.join(' ')));

test('what other tests run is there, and so are they', () => {
  for (const [part, file] of Object.entries(ELSEWHERE)) {
    const [path, heading] = part.split('#');
    assert.ok(pages.includes(path), path);
    if (heading) assert.match(read(path), new RegExp(`^## ${heading}$`, 'm'));
    assert.ok(existsSync(inRoot(file)), file);
  }
});

for (const path of pages) {
  describe(path, () => {
    const page = { folder: join(scratch, folderOf(path)), blocks: blocksHere(path) };
    begin(path, page.folder);
    after(() => page.child?.kill());

    for (const block of page.blocks) {
      test(`line ${block.line}, ${block.language || 'no language'}`, async () => {
        const rule = LANGUAGES[block.language];
        assert.ok(rule, `no rule says what to do with a block of \`${block.language}\``);
        await rule.run(block, page);
      });
    }
  });
}

/** The guide of a template and its README are read in a copy of it, all others in an empty folder. */
function begin(path, folder) {
  const [, name] = path.match(/guides\/(\w+)\.md$|templates\/(\w+)\//)?.filter(Boolean) ?? [];
  const template = inRoot('pkg-config', 'templates', name ?? '.');
  mkdirSync(folder, { recursive: true });
  if (!name || !existsSync(template)) return;
  const made = /node_modules|dist|target|\.wrangler/;
  cpSync(template, folder, {
    recursive: true,
    filter: (file) => !made.test(file.slice(template.length)),
  });
}
