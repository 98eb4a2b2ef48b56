// Ten thousand requests over loopback: every one answered rightly, and how long they took.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { load } from '../../shared/load.mjs';
import { event, kept, start } from '../deployment.mjs';
import { ids } from '../sample.mjs';

const REQUESTS = 10_000;
const CONNECTIONS = 8;
const VISITORS = 500;

const web = { webPageDetails: { name: 'shoes' } };
const sent = (at) => ({ event: event(`visitor ${at % VISITORS}`, { _id: `${at}`, web }) });

test(`${REQUESTS} requests are answered, and none is lost`, async (t) => {
  const it = await start();
  const how = { requests: REQUESTS, connections: CONNECTIONS, sent };
  const { answers, told } = await load(`${it.url}/v2/interact`, how);
  const segments = answers.flatMap(({ handle }) => handle[0].payload[0].segments);
  const twice = segments.filter(({ id }) => id === ids['Looked at shoes twice today']);
  // The first event of every visitor is the only one that is not the second.
  assert.equal(twice.length, REQUESTS - VISITORS);
  assert.equal((await kept(it.url, 'visitor 7')).xEvent.length, REQUESTS / VISITORS);
  await it.stop();
  t.diagnostic(`note: ${told}`);
});
