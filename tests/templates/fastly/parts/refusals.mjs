// What is wrong with a request is answered as a problem; nothing of it is kept.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { assertProblem, BODIES, deep, withTime } from '../../shared/refusals.mjs';
import { event, interact, kept, put, send, start } from '../deployment.mjs';

describe('a refusal', () => {
  let it;

  before(async () => (it = await start()));
  after(() => it?.stop());

  for (const [what, [body, kind]] of Object.entries(BODIES)) {
    test(`of ${what}: ${kind}`, async () => {
      const raw = body instanceof Uint8Array ? { body } : {};
      assertProblem(await interact(it.url, body, raw), kind);
    });
  }

  test('leaves nothing behind', async () => {
    assert.deepEqual(await kept(it.url, 'r'), { segmentMembership: {}, xEvent: [] });
  });

  test('is not made of what is only unusual', async () => {
    const times = ['2026-11-20t12:00:00z', '2026-11-20T12:00:00.123456+05:30', '0000-01-01T00:00:00-00:00'];
    for (const timestamp of times) {
      assert.equal((await interact(it.url, withTime(timestamp))).status, 200, timestamp);
    }
    assert.equal((await interact(it.url, deep(90))).status, 200);
    assert.equal((await interact(it.url, { event: event('ü\u0000 /?'.repeat(20)) })).status, 200);
  });

  test('of an id that no key can hold', async () => {
    assertProblem(await interact(it.url, { event: event('x'.repeat(5_000)) }), 'invalid-identity');
  });

  test('of paths that there are not, and of methods', async () => {
    for (const path of ['', 'v2', 'v2/interact/', 'v1/interact', 'profiles/ECID', 'profiles/ECID/a/b', 'profiles/ECID/']) {
      assertProblem(await send(`${it.url}/${path}`, {}, { method: 'PUT' }), 'not-found', 404);
    }
    const answer = await interact(it.url, '{}', { method: 'PUT' });
    assertProblem(answer, 'method-not-allowed', 405);
    assert.equal(answer.headers.get('allow'), 'POST');
    assertProblem(await send(`${it.url}/profiles/ECID/a`, {}), 'method-not-allowed', 405);
  });

  test('of bodies of other types', async () => {
    for (const type of ['text/html', 'application/jsonp', '']) {
      const headers = { 'content-type': type };
      const answer = await interact(it.url, { event: event('r') }, { headers });
      assertProblem(answer, 'unsupported-media-type', 415);
    }
  });

  test('of more than 64 KB', async () => {
    const sized = (bytes) => {
      const empty = JSON.stringify({ event: event('large', { a: '' }) });
      return empty.replace('"a":""', `"a":"${'x'.repeat(bytes - empty.length)}"`);
    };
    assert.equal((await interact(it.url, sized(65_536))).status, 200);
    assertProblem(await interact(it.url, sized(65_537)), 'body-too-large', 413);
    assertProblem(await interact(it.url, sized(900_000)), 'body-too-large', 413);
  });

  test('of profiles without the token, and of those that are none', async () => {
    const url = `${it.url}/profiles/ECID/r`;
    for (const authorization of ['', 'Bearer', 'Bearer a-secret', 'a-secret-of-yours']) {
      const answer = await send(url, {}, { method: 'PUT', headers: { authorization } });
      assertProblem(answer, 'unauthorized', 401);
    }
    for (const profile of [[], 'null', { xEvent: [] }, { segmentMembership: [] }, { segmentMembership: { ups: 1 } }]) {
      assertProblem(await put(it.url, 'r', profile), 'invalid-request');
    }
    const broken = await send(`${it.url}/profiles/ECID/%ff`, {}, {
      method: 'PUT', headers: { authorization: 'Bearer a-secret-of-yours' },
    });
    assertProblem(broken, 'not-found', 404);
  });
});

test('without a secret nobody reads profiles', async () => {
  const change = (text) => text.replace(/^secrets = .*$/m, 'secrets = []');
  const it = await start({ change });
  const answer = await send(`${it.url}/profiles/ECID/a`, undefined, { method: 'GET' });
  await it.stop();
  assertProblem(answer, 'not-found', 404);
});
