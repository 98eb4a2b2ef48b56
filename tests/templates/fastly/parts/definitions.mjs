// Definitions of the KV Store take the place of the deployed ones; what is no set does not.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';

import { audiencesOf, build, cargo, event, folder, put, start } from '../deployment.mjs';
import { ids } from '../sample.mjs';

const gold = { loyalty: { tier: 'gold' } };

/** Answers to a gold member where the KV Store has these bytes. */
async function goldWith(bytes) {
  const entry = 'audiences = [{ key = "audiences", file = "audiences.pqlb" }]';
  const change = (text) => text.replace(/^audiences = \[\]$/m, entry);
  const it = await start({ change, files: { 'audiences.pqlb': bytes } });
  try {
    await put(it.url, 'gold', gold);
    return { found: await audiencesOf(it.url, event('gold')), log: it.log() };
  } finally {
    await it.stop();
  }
}

async function compiled(definitions) {
  await build();
  const [from, to] = ['other.json', 'other.pqlb'].map((name) => join(folder, name));
  writeFileSync(from, JSON.stringify(definitions));
  await cargo('run', '--quiet', '--package', 'compiler', '--', from, to);
  return readFileSync(to);
}

const definition = (id, value) => ({
  id,
  expression: { type: 'PQL', format: 'pql/text', value },
  evaluationInfo: { synchronous: { enabled: true } },
});

describe('definitions', () => {
  test('of the KV Store are used', async () => {
    const bytes = await compiled([definition('other', 'loyalty.tier = "gold"')]);
    assert.deepEqual((await goldWith(bytes)).found, ['other']);
  });

  test('that are none are not used, and the log says so', async () => {
    const bytes = await compiled([definition('other', 'loyalty.tier = "gold"')]);
    for (const wrong of [Buffer.from('{}'), Buffer.alloc(0), bytes.subarray(0, -3), bytes.fill(7, 40, 60)]) {
      const { found, log } = await goldWith(wrong);
      assert.deepEqual(found, [ids['Gold members']]);
      assert.match(log, /audiences of the KV Store are not used/);
    }
  });

  test('with a mistake are not compiled, and the mistake is shown', async () => {
    const wrong = compiled([definition('wrong', 'loyalty.tier = = 1')]);
    await assert.rejects(wrong, /wrong: [^]*P0\d{3}[^]*loyalty\.tier = = 1/);
  });
});
