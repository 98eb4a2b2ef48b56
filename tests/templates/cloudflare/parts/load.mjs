// Ten thousand requests over loopback: every one answered rightly, and how long they took.

import assert from 'node:assert/strict';
import { Agent, request } from 'node:http';
import { after, before, describe, test } from 'node:test';

import { builtCopy, sampleIds } from '../copy.mjs';
import { event, kept, start, TOKEN } from '../deployment.mjs';

const REQUESTS = 10_000;
const CONNECTIONS = 8;
const VISITORS = 500;

describe('load', () => {
  let it;

  before(async () => (it = await start(await builtCopy(), { vars: { PROFILE_TOKEN: TOKEN } })));
  after(() => it?.stop());

  test(`${REQUESTS} requests are answered, and none is lost`, async (t) => {
    const ids = await sampleIds();
    const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
    const times = [];
    let members = 0;
    let next = 0;

    async function connection() {
      for (let at = next++; at < REQUESTS; at = next++) {
        const web = { webPageDetails: { name: 'shoes' } };
        const sent = JSON.stringify({ event: event(`visitor ${at % VISITORS}`, { _id: `${at}`, web }) });
        const started = performance.now();
        const { status, text } = await post(`${it.url}/v2/interact`, sent, agent);
        times.push(performance.now() - started);
        assert.equal(status, 200, text);
        const [{ segments }] = JSON.parse(text).handle[0].payload;
        members += segments.filter(({ id }) => id === ids['Looked at shoes twice today']).length;
      }
    }

    const started = performance.now();
    await Promise.all(Array.from({ length: CONNECTIONS }, connection));
    const seconds = (performance.now() - started) / 1000;
    agent.destroy();
    assert.equal(times.length, REQUESTS);
    // The first event of every visitor is the only one that is not the second.
    assert.equal(members, REQUESTS - VISITORS);
    for (const visitor of [0, VISITORS - 1]) {
      const { xEvent } = await kept(it.url, `visitor ${visitor}`);
      assert.equal(xEvent.length, REQUESTS / VISITORS);
    }
    t.diagnostic(`note: ${told(times, seconds)}`);
  });
});

function told(times, seconds) {
  times.sort((a, b) => a - b);
  const at = (share) => `${times[Math.min(times.length - 1, Math.floor(share * times.length))].toFixed(1)} ms`;
  const spread = `p50 ${at(0.5)}, p90 ${at(0.9)}, p99 ${at(0.99)}, max ${at(1)}`;
  const rate = Math.round(times.length / seconds);
  return `${times.length} requests on ${CONNECTIONS} connections: ${spread}, ${rate}/s`;
}

function post(url, body, agent) {
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const sending = request(url, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode, text }));
    });
    sending.on('error', reject).end(body);
  });
}
