// What is kept of visitors: apart from each other, whole, and no longer than needed.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { audiencesOf, event, forget, interact, kept, put, start } from '../deployment.mjs';
import { ids } from '../sample.mjs';

const HOUR = 3_600_000;
const ago = (hours) => new Date(Date.now() - hours * HOUR).toISOString();
const shoes = (id, more) => event(id, { web: { webPageDetails: { name: 'shoes' } }, ...more });
const twice = [ids['Looked at shoes twice today']];

describe('a visitor', () => {
  let it;

  before(async () => (it = await start()));
  after(() => it?.stop());

  const seen = (sent) => audiencesOf(it.url, sent);

  test('is not taken for another', async () => {
    assert.deepEqual(await seen(shoes('anna')), []);
    assert.deepEqual(await seen(shoes('bert')), []);
    assert.deepEqual(await seen(shoes('anna')), twice);
    assert.deepEqual(await seen(event('bert')), []);
    assert.equal((await kept(it.url, 'anna')).xEvent.length, 2);
  });

  test('enters, stays and leaves, and the memberships are kept', async () => {
    const cart = ids['Left a cart'];
    const status = async () => (await kept(it.url, 'cart')).segmentMembership.ups?.[cart]?.status;
    assert.equal(await status(), undefined);
    assert.deepEqual(await seen(event('cart', { eventType: 'commerce.productListAdds' })), [cart]);
    assert.equal(await status(), 'realized');
    assert.deepEqual(await seen(event('cart')), [cart]);
    assert.equal(await status(), 'existing');
    assert.deepEqual(await seen(event('cart', { eventType: 'commerce.purchases' })), []);
    assert.equal(await status(), 'exited');
  });

  test('loses no event of a request that was answered, of 200 at once', async () => {
    const bodies = Array.from({ length: 200 }, (_, at) => ({ event: shoes('busy', { _id: `busy-${at}` }) }));
    const answers = await Promise.all(bodies.map((body) => interact(it.url, body)));
    const refused = answers.filter(({ status }) => status !== 200);
    for (const { status, headers } of refused) {
      assert.equal(status, 503);
      assert.equal(headers.get('retry-after'), '1');
    }
    assert.ok(refused.length < 200);
    const { xEvent } = await kept(it.url, 'busy');
    assert.equal(xEvent.length, 200 - refused.length);
  });

  test('may send an event twice: it counts once', async () => {
    const first = shoes('again', { _id: 'the same' });
    assert.deepEqual(await seen(first), []);
    assert.deepEqual(await seen(first), []);
    assert.deepEqual(await seen(shoes('again', { _id: 'another' })), twice);
  });

  test('has of the history what audiences can still see, cut to what they read', async () => {
    const recent = shoes('past', { timestamp: ago(23.9), placeContext: { geo: { city: 'Bern' } } });
    assert.deepEqual(await seen(shoes('past', { timestamp: ago(24.1) })), []);
    assert.deepEqual(await seen(recent), []);
    const { eventType, timestamp, web } = recent.xdm;
    assert.deepEqual((await kept(it.url, 'past')).xEvent, [{ ...(eventType && { eventType }), timestamp, web }]);
    assert.deepEqual(await seen(shoes('past')), twice);
  });

  test('has no more of the history than its limit, and the newest', async () => {
    const web = { webPageDetails: { name: 'x'.repeat(60_000) } };
    for (let at = 0; at < 20; at += 1) await seen(event('large', { web, timestamp: ago(23 - at) }));
    const { xEvent } = await kept(it.url, 'large');
    assert.equal(xEvent.length, 16);
    assert.ok(Date.parse(xEvent[0].timestamp) > Date.now() - 20 * HOUR);
  });

  test('has the attributes and memberships that another system puts', async () => {
    const record = { status: 'realized', lastQualificationTime: '2026-11-20T12:00:00Z' };
    const segmentMembership = { ups: { elsewhere: record } };
    assert.equal((await put(it.url, 'put', { loyalty: { tier: 'gold' }, segmentMembership })).status, 204);
    const found = await seen(event('put'));
    assert.deepEqual(found, [ids['Gold members'], 'elsewhere']);
    await put(it.url, 'put', { loyalty: { tier: 'silver' } });
    assert.deepEqual(await seen(event('put')), ['elsewhere']);
  });

  test('who denies that data is collected is in no audience, and has no history', async () => {
    const gold = { loyalty: { tier: 'gold' } };
    await put(it.url, 'denies', gold);
    assert.deepEqual(await seen(shoes('denies')), [ids['Gold members']]);
    await put(it.url, 'denies', { ...gold, consents: { collect: { val: 'n' } } });
    assert.deepEqual(await seen(shoes('denies')), []);
    assert.deepEqual((await kept(it.url, 'denies')).xEvent, []);
    const consents = { personalize: { content: { val: 'n' } } };
    await put(it.url, 'impersonal', { ...gold, consents });
    assert.deepEqual(await seen(event('impersonal')), []);
  });

  test('is forgotten when that is asked for', async () => {
    await seen(shoes('asks'));
    assert.equal((await forget(it.url, 'asks')).status, 204);
    assert.equal((await forget(it.url, 'asks')).status, 204);
    assert.deepEqual(await kept(it.url, 'asks'), { segmentMembership: {}, xEvent: [] });
  });
});

test('a visitor who stays away is forgotten', async () => {
  const change = (text) => text.replace('keep_days = "14"', `keep_days = "${2 / 86_400}"`);
  const it = await start({ change });
  await audiencesOf(it.url, shoes('gone'));
  assert.equal((await kept(it.url, 'gone')).xEvent.length, 1);
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  assert.deepEqual(await kept(it.url, 'gone'), { segmentMembership: {}, xEvent: [] });
  await it.stop();
});
