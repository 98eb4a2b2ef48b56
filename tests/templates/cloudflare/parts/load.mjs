// Ten thousand requests over loopback: every one answered rightly, and how long they took.

import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { load } from '../../shared/load.mjs';
import { builtCopy, sampleIds } from '../copy.mjs';
import { event, kept, start, TOKEN } from '../deployment.mjs';

const REQUESTS = 10_000;
const CONNECTIONS = 8;
const VISITORS = 500;

const web = { webPageDetails: { name: 'shoes' } };
const sent = (at) => ({ event: event(`visitor ${at % VISITORS}`, { _id: `${at}`, web }) });

/** Every request is written before it is answered: on a disk, the times would be those of the disk. */
const MEMORY = '/dev/shm';
const shelf = existsSync(MEMORY) ? MEMORY : tmpdir();

describe('load', () => {
  const persist = mkdtempSync(join(shelf, 'pql-edge-load-'));
  let it;

  before(async () => (it = await start(await builtCopy(), { persist, vars: { PROFILE_TOKEN: TOKEN } })));
  after(async () => {
    await it?.stop();
    rmSync(persist, { recursive: true, force: true });
  });

  test(`${REQUESTS} requests are answered, and none is lost`, async (t) => {
    const { 'Looked at shoes twice today': twice } = await sampleIds();
    const how = { requests: REQUESTS, connections: CONNECTIONS, sent };
    const { answers, told } = await load(`${it.url}/v2/interact`, how);
    assert.equal(answers.length, REQUESTS);
    const segments = answers.flatMap(({ handle }) => handle[0].payload[0].segments);
    // The first event of every visitor is the only one that is not the second.
    assert.equal(segments.filter(({ id }) => id === twice).length, REQUESTS - VISITORS);
    for (const visitor of [0, VISITORS - 1]) {
      const { xEvent } = await kept(it.url, `visitor ${visitor}`);
      assert.equal(xEvent.length, REQUESTS / VISITORS);
    }
    t.diagnostic(`note: ${told}${shelf === MEMORY ? ', state in memory' : ''}`);
  });
});
