// What a page gets: the handles of the Edge Network, and the headers that browsers ask for.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { event, interact, send, start } from '../deployment.mjs';
import { ids } from '../sample.mjs';

const PAGE = 'http://localhost:3000';
const cart = (id) => event(id, { eventType: 'commerce.productListAdds' });

describe('an answer', () => {
  let it;

  before(async () => (it = await start()));
  after(() => it?.stop());

  test('has the handle of the Edge Network', async () => {
    const { status, headers, json } = await interact(it.url, { event: cart('shape') });
    assert.equal(status, 200);
    assert.equal(headers.get('content-type'), 'application/json');
    assert.match(json.requestId, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    assert.deepEqual(json.handle, [
      {
        type: 'activation:pull',
        eventIndex: 0,
        payload: [
          {
            type: 'profileLookup',
            destinationId: '7b1f9d2a-0f0e-4d0a-8a38-2f5f6f1f4d10',
            alias: 'home page',
            segments: [{ id: ids['Left a cart'], namespace: 'ups' }],
          },
        ],
      },
    ]);
  });

  test('has a handle for each event, as it was then', async () => {
    const bought = event('many', { eventType: 'commerce.purchases' });
    const { json } = await interact(it.url, { events: [cart('many'), bought] });
    const found = json.handle.map(({ eventIndex, payload }) => [eventIndex, payload[0].segments.length]);
    assert.deepEqual(found, [[0, 1], [1, 0]]);
  });

  test('comes on both paths, for text/plain too', async () => {
    const body = { event: cart('plain') };
    const headers = { 'content-type': 'text/plain;charset=UTF-8' };
    assert.equal((await send(`${it.url}/ee/v2/interact`, body, { headers })).status, 200);
  });

  test('may be read by the pages that the settings name', async () => {
    const known = await interact(it.url, { event: cart('page') }, { headers: { origin: PAGE } });
    assert.equal(known.headers.get('access-control-allow-origin'), PAGE);
    assert.equal(known.headers.get('vary'), 'origin');
    const foreign = { headers: { origin: 'https://elsewhere.example' } };
    const refused = await interact(it.url, { event: cart('page') }, foreign);
    assert.equal(refused.status, 403);
    assert.equal(refused.headers.get('access-control-allow-origin'), null);
  });

  test('to a preflight says what may be sent', async () => {
    const asked = { method: 'OPTIONS', headers: { origin: PAGE } };
    const { status, headers } = await interact(it.url, undefined, asked);
    assert.equal(status, 204);
    assert.equal(headers.get('access-control-allow-methods'), 'POST');
    assert.equal(headers.get('access-control-allow-origin'), PAGE);
  });
});

test('all pages may ask where the settings say so', async () => {
  const change = (text) => text.replace('"http://localhost:3000"', '"*"');
  const it = await start({ change });
  const headers = { origin: 'https://anywhere.example' };
  const { status } = await interact(it.url, { event: cart('star') }, { headers });
  await it.stop();
  assert.equal(status, 200);
});
