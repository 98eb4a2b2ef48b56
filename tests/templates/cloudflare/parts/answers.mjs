// Answers to pages: the shapes of the Edge Network, whose events they are, and who may ask.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { builtCopy, sampleIds } from '../copy.mjs';
import { event, send, start } from '../deployment.mjs';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const shoes = { web: { webPageDetails: { name: 'shoes' } } };

describe('an answer', () => {
  let it;
  let ids;

  before(async () => {
    it = await start(await builtCopy());
    ids = await sampleIds();
  });
  after(() => it?.stop());

  const interact = (body, query = '', init) => send(`${it.url}/v2/interact${query}`, body, init);

  test('has the shape of the Edge Network', async () => {
    const added = event('shape', { eventType: 'commerce.productListAdds' });
    const { status, headers, json } = await interact({ event: { ...added, data: { free: 'form' } } });
    assert.equal(status, 200);
    assert.match(headers.get('content-type'), /^application\/json/);
    assert.match(json.requestId, UUID);
    const lookup = {
      type: 'profileLookup',
      destinationId: '7b1f9d2a-0f0e-4d0a-8a38-2f5f6f1f4d10',
      alias: 'home page',
      segments: [{ id: ids['Left a cart'], namespace: 'ups' }],
    };
    const handle = [{ type: 'activation:pull', eventIndex: 0, payload: [lookup] }];
    assert.deepEqual(json, { requestId: json.requestId, handle });
  });

  test('to several events has one handle for each, in their order', async () => {
    const events = [event('several', shoes), event('several', shoes), event('several', shoes)];
    const { status, json } = await interact({ events });
    assert.equal(status, 200);
    assert.deepEqual(json.handle.map(({ eventIndex }) => eventIndex), [0, 1, 2]);
    const counts = json.handle.map(({ payload }) => payload[0].segments.length);
    assert.deepEqual(counts, [0, 1, 1]);
  });

  test('is given below /ee, with a datastream, and to what Web SDK calls its JSON', async () => {
    for (const query of ['', '?configId=a', '?datastreamId=a', '?requestId=b&datastreamId=a']) {
      assert.equal((await interact({ event: event('ways') }, query)).status, 200);
      const below = await send(`${it.url}/ee/v2/interact${query}`, { event: event('ways') });
      assert.equal(below.status, 200);
    }
    const headers = { 'content-type': 'text/plain; charset=UTF-8' };
    assert.equal((await interact({ event: event('ways') }, '', { headers })).status, 200);
  });

  test('follows the one primary identity, whatever others there are', async () => {
    const others = { Email: [{ id: 'm@example.com' }, { id: 'n@example.com', primary: false }] };
    const identityMap = { ECID: [{ id: 'with others', primary: true }], ...others };
    const first = await interact({ event: event('with others', shoes) });
    assert.deepEqual(first.json.handle[0].payload[0].segments, []);
    const second = await interact({ event: event('', { ...shoes, identityMap }) });
    const expected = [{ id: ids['Looked at shoes twice today'], namespace: 'ups' }];
    assert.deepEqual(second.json.handle[0].payload[0].segments, expected);
  });

  test('takes one namespace for another only where they differ in case', async () => {
    const seen = async (identityMap) => {
      const { json } = await interact({ event: event('', { ...shoes, identityMap }) });
      return json.handle[0].payload[0].segments.length;
    };
    assert.equal(await seen({ Email: [{ id: 'x', primary: true }] }), 0);
    assert.equal(await seen({ EMAIL: [{ id: 'x', primary: true }] }), 1);
    assert.equal(await seen({ CRM: [{ id: 'x', primary: true }] }), 0);
    assert.equal(await seen({ Email: [{ id: 'X', primary: true }] }), 0);
  });

  test('is given for texts that were cut in the middle of a character', async () => {
    const half = event('half \ud83d', { eventType: '\ud83d', '\udc00': ['\\ud83d', '\\\\'] });
    const { status, json } = await interact({ events: [half, half] });
    assert.equal(status, 200);
    assert.equal(json.handle.length, 2);
  });
});

describe('pages', () => {
  const page = 'https://shop.example';
  let it;

  before(async () => {
    const vars = { ALLOWED_ORIGINS: `https://www.example.com, ${page}` };
    it = await start(await builtCopy(), { vars });
  });
  after(() => it?.stop());

  const from = (origin) => ({ headers: { origin } });
  const interact = (init) => send(`${it.url}/v2/interact`, { event: event('page') }, init);

  test('of allowed origins are asked and answered', async () => {
    const asked = await fetch(`${it.url}/v2/interact`, {
      method: 'OPTIONS',
      headers: { origin: page, 'access-control-request-method': 'POST' },
    });
    assert.equal(asked.status, 204);
    assert.equal(asked.headers.get('access-control-allow-origin'), page);
    assert.equal(asked.headers.get('access-control-allow-methods'), 'POST');
    assert.equal(asked.headers.get('access-control-allow-headers'), 'content-type');
    assert.equal(asked.headers.get('vary'), 'origin');
    const answered = await interact(from(page));
    assert.equal(answered.status, 200);
    assert.equal(answered.headers.get('access-control-allow-origin'), page);
  });

  test('can read what was wrong', async () => {
    const { status, headers } = await send(`${it.url}/v2/interact`, '{', from(page));
    assert.equal(status, 400);
    assert.equal(headers.get('access-control-allow-origin'), page);
  });

  test('of other origins are refused', async () => {
    const refused = await interact(from('https://elsewhere.example'));
    assert.equal(refused.status, 403);
    assert.equal(refused.json.type, 'pql-edge:origin-not-allowed');
    assert.equal(refused.headers.get('access-control-allow-origin'), null);
    const asked = await fetch(`${it.url}/v2/interact`, { method: 'OPTIONS', ...from('null') });
    assert.equal(asked.headers.get('access-control-allow-origin'), null);
  });

  test('are all allowed by a star, and programs need no origin', async () => {
    assert.equal((await interact()).status, 200);
    const open = await start(await builtCopy(), { vars: { ALLOWED_ORIGINS: '*' } });
    const { status, headers } = await send(`${open.url}/v2/interact`, { event: event('a') }, from(page));
    assert.deepEqual([status, headers.get('access-control-allow-origin')], [200, page]);
    await open.stop();
  });
});
