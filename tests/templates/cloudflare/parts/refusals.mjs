// What is wrong with a request is answered as a problem; nothing of it is kept.

import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, describe, test } from 'node:test';

import { builtCopy } from '../copy.mjs';
import { event, kept, send, start, TOKEN } from '../deployment.mjs';

const primary = (id) => ({ id, primary: true });
const withMap = (identityMap) => ({ event: event('', { identityMap }) });
const withTime = (timestamp) => ({ event: event('r', { timestamp }) });
const nested = (levels) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
const shallow = JSON.stringify({ event: event('r', { a: 0 }) });
const deep = (levels) => shallow.replace('"a":0', `"a":${nested(levels)}`);
const later = () => new Date(Date.now() + 25 * 3_600_000).toISOString();

/** What is sent, and which problem it is. */
const BODIES = {
  'no body': ['', 'invalid-json'],
  'half of a body': ['{"event":', 'invalid-json'],
  'bytes that are no text': [new Uint8Array([0x22, 0xff, 0x22]), 'invalid-json'],
  'a body of many levels': [deep(30_000), 'invalid-json'],
  'a body of a hundred levels more': [deep(101), 'invalid-json'],
  'an array': [[], 'invalid-request'],
  'null': ['null', 'invalid-request'],
  'no event': [{}, 'invalid-request'],
  'an event and events': [{ event: event('r'), events: [event('r')] }, 'invalid-request'],
  'no events': [{ events: [] }, 'invalid-request'],
  'events that are one': [{ events: event('r') }, 'invalid-request'],
  'an event that is a text': [{ event: 'visit' }, 'invalid-request'],
  'an event without XDM': [{ event: { data: {} } }, 'invalid-request'],
  'XDM that is an array': [{ event: { xdm: [] } }, 'invalid-request'],
  'no identities': [{ event: { xdm: { eventType: 'a' } } }, 'invalid-identity'],
  'identities in an array': [withMap([primary('r')]), 'invalid-identity'],
  'an empty map of identities': [withMap({}), 'invalid-identity'],
  'no primary identity': [withMap({ ECID: [{ id: 'r' }] }), 'invalid-identity'],
  'two primary identities': [
    withMap({ ECID: [primary('r')], CRM: [primary('s')] }),
    'invalid-identity',
  ],
  'two in one namespace': [withMap({ ECID: [primary('r'), primary('r')] }), 'invalid-identity'],
  'one that is primary in words': [
    withMap({ ECID: [{ id: 'r', primary: 'true' }] }),
    'invalid-identity',
  ],
  'an identity without an id': [withMap({ ECID: [{ primary: true }] }), 'invalid-identity'],
  'an empty id': [withMap({ ECID: [primary('')] }), 'invalid-identity'],
  'an id that is a number': [withMap({ ECID: [primary(7)] }), 'invalid-identity'],
  'events of two visitors': [{ events: [event('r'), event('s')] }, 'invalid-identity'],
  'a time that is a text': [withTime('yesterday'), 'invalid-timestamp'],
  'a time that is a number': [withTime(1_763_640_000_000), 'invalid-timestamp'],
  'a time without its offset': [withTime('2026-11-20T12:00:00'), 'invalid-timestamp'],
  'a day without a time': [withTime('2026-11-20'), 'invalid-timestamp'],
  'the 30th of February': [withTime('2026-02-30T12:00:00Z'), 'invalid-timestamp'],
  'an hour that there is not': [withTime('2026-02-20T25:00:00Z'), 'invalid-timestamp'],
  'a time that is null': [withTime(null), 'invalid-timestamp'],
  'a time after tomorrow': [withTime(later()), 'invalid-timestamp'],
  'one bad time among good ones': [
    { events: [event('r'), event('r', { timestamp: 'x' })] },
    'invalid-timestamp',
  ],
};

const STATUS = {
  'invalid-json': 400,
  'invalid-request': 400,
  'invalid-identity': 400,
  'invalid-timestamp': 400,
};

function assertProblem({ status, headers, json }, kind, expected) {
  assert.equal(json.type, `pql-edge:${kind}`);
  assert.deepEqual(Object.keys(json), ['type', 'status', 'title', 'detail']);
  assert.equal(json.status, expected);
  assert.equal(status, expected);
  assert.match(json.title, /\S/);
  assert.match(json.detail, /\S/);
  assert.equal(headers.get('content-type'), 'application/problem+json');
}

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
      assertProblem(await interact(body, raw), kind, STATUS[kind]);
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
