// What is wrong with a request is answered as a problem; nothing of it is kept.

import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, describe, test } from 'node:test';

import { builtCopy } from '../copy.mjs';
import { assertProblem, BODIES, deep, withTime } from '../../shared/refusals.mjs';
import { event, kept, send, start, TOKEN } from '../deployment.mjs';

describe('a refusal', () => {
  let it;

  before(async () => {
    it = await start(await builtCopy(), { vars: { PROFILE_TOKEN: TOKEN } });
  });
  after(() => it?.stop());

  const interact = (body, init) => send(`${it.url}/v2/interact`, body, init);

  for (const [what, [body, kind]] of Object.entries(BODIES)) {
    test(`of ${what}: ${kind}`, async () => {
      const raw = body instanceof Uint8Array ? { body } : {};
      assertProblem(await interact(body, raw), kind);
    });
  }

  test('leaves nothing behind', async () => {
    assert.deepEqual(await kept(it.url, 'r'), { segmentMembership: {}, xEvent: [] });
  });

  test('is not made of what is only unusual', async () => {
    const times = [
      '2026-11-20t12:00:00z',
      '2026-11-20T12:00:00.123456+05:30',
      '0000-01-01T00:00:00-00:00',
    ];
    for (const timestamp of times) assert.equal((await interact(withTime(timestamp))).status, 200);
    assert.equal((await interact(deep(90))).status, 200);
    assert.equal((await interact({ event: event('r', { a: 1e300 }) })).status, 200);
    const identities = '{"__proto__":[{"id":"r","primary":true}]}';
    const polluting = `{"event":{"xdm":{"__proto__":{"x":1},"identityMap":${identities}}}}`;
    assert.equal((await interact(polluting)).status, 200);
  });

  test('of addresses that there are not', async () => {
    const near = ['/', '/v2/interact/', '/v1/interact', '/v2/collect', '/ee/interact'];
    const profiles = ['/profiles', '/profiles/ECID', '/profiles/ECID/a/b', '/profiles/ECID/%ff'];
    for (const path of [...near, ...profiles]) {
      assertProblem(await send(`${it.url}${path}`, {}, { method: 'PUT' }), 'not-found', 404);
    }
  });

  test('of methods that are not allowed, with those that are', async () => {
    for (const method of ['GET', 'PUT', 'DELETE', 'PATCH']) {
      const body = method === 'GET' ? undefined : '{}';
      const answer = await send(`${it.url}/v2/interact`, '', { method, body });
      assertProblem(answer, 'method-not-allowed', 405);
      assert.equal(answer.headers.get('allow'), 'POST');
    }
    const answer = await send(`${it.url}/profiles/ECID/a`, {});
    assertProblem(answer, 'method-not-allowed', 405);
    assert.equal(answer.headers.get('allow'), 'GET, PUT, DELETE');
  });

  test('of bodies of other types', async () => {
    const types = ['application/x-www-form-urlencoded', 'text/html', 'application/jsonp', ''];
    for (const type of types) {
      const answer = await interact({ event: event('r') }, { headers: { 'content-type': type } });
      assertProblem(answer, 'unsupported-media-type', 415);
    }
  });

  const sized = (bytes) => {
    const empty = JSON.stringify({ event: event('large', { a: '' }) });
    return empty.replace('"a":""', `"a":"${'x'.repeat(bytes - empty.length)}"`);
  };

  test('of more than 64 KB that say so', async () => {
    assert.equal((await interact(sized(65_536))).status, 200);
    assertProblem(await interact(sized(65_537)), 'body-too-large', 413);
    assertProblem(await interact(sized(900_000)), 'body-too-large', 413);
  });

  test('of more than 64 KB that do not say so', async () => {
    assert.equal(await chunked(it.url, sized(65_536)), 200);
    assert.equal(await chunked(it.url, sized(65_537)), 413);
    assert.equal(await chunked(it.url, sized(900_000)), 413);
    // Who does not stop sending may find the connection closed.
    assert.match(String(await chunked(it.url, sized(9_000_000))), /^(413|ECONNRESET|EPIPE)$/);
    assert.equal((await interact({ event: event('large') })).status, 200);
  });
});

/** Sends a body in pieces, without a word on its length; gives the status, or what broke. */
function chunked(url, body) {
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/json', 'transfer-encoding': 'chunked' };
    const sending = request(`${url}/v2/interact`, { method: 'POST', headers }, (response) => {
      response.resume().on('error', () => {}).on('close', () => resolve(response.statusCode));
    });
    sending.on('error', ({ code }) => resolve(code));
    // Where the answer is there already, the end of the connection is nobody's error.
    sending.on('socket', (socket) => socket.on('error', () => {}));
    for (let at = 0; at < body.length; at += 10_000) sending.write(body.slice(at, at + 10_000));
    sending.end();
  });
}
