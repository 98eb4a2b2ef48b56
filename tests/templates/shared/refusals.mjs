// Requests that a template has to refuse, and how it says so.

import assert from 'node:assert/strict';

/** An event of this visitor, as a page sends it. */
const event = (id, xdm = {}) => ({
  xdm: { identityMap: { ECID: [{ id, primary: true }] }, ...xdm },
});
const primary = (id) => ({ id, primary: true });
const withMap = (identityMap) => ({ event: event('', { identityMap }) });
export const withTime = (timestamp) => ({ event: event('r', { timestamp }) });
const nested = (levels) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
const shallow = JSON.stringify({ event: event('r', { a: 0 }) });
export const deep = (levels) => shallow.replace('"a":0', `"a":${nested(levels)}`);
const later = () => new Date(Date.now() + 25 * 3_600_000).toISOString();

/** What is sent, and which problem it is. */
export const BODIES = {
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

export function assertProblem({ status, headers, json }, kind, expected = STATUS[kind]) {
  assert.equal(json.type, `pql-edge:${kind}`);
  assert.deepEqual(Object.keys(json).sort(), ['detail', 'status', 'title', 'type']);
  assert.equal(json.status, expected);
  assert.equal(status, expected);
  assert.match(json.title, /\S/);
  assert.match(json.detail, /\S/);
  assert.equal(headers.get('content-type'), 'application/problem+json');
}
