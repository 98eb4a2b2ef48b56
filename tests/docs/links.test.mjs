// Every link of the pages leads somewhere: to a file of the repository, and to a heading in it.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { dirname, posix } from 'node:path';
import { test } from 'node:test';

import { inRoot } from '../../pkg-config/setup/paths.mjs';
import { anchors, links, pages, read } from './markdown.mjs';

for (const path of pages) {
  test(path, () => {
    for (const [text, target] of links(read(path))) {
      if (/^https?:/.test(target)) continue;
      const [file, anchor] = target.split('#');
      const named = file ? posix.normalize(posix.join(dirname(path), file)) : path;
      assert.ok(existsSync(inRoot(named)), `[${text}] leads to ${named}, which is not there`);
      if (anchor) assert.ok(anchors(read(named)).includes(anchor), `${named} has no heading ${anchor}`);
    }
  });
}

test('every guide is in the list of guides', () => {
  const listed = links(read('src/docs/guides/README.md')).map(([, target]) => target);
  const guides = pages.filter((path) => /guides\/(?!README)/.test(path)).map((path) => path.split('/').at(-1));
  assert.deepEqual([...listed].sort(), [...guides].sort());
});
