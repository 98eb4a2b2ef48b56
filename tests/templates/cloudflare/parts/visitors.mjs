// What is kept of visitors: across restarts, apart from each other, complete, and no longer than needed.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { builtCopy, sampleIds } from '../copy.mjs';
import { audiencesOf, event, kept, putProfile, send, start, TOKEN } from '../deployment.mjs';

const vars = { PROFILE_TOKEN: TOKEN };
const shoes = (id, more) => event(id, { web: { webPageDetails: { name: 'shoes' } }, ...more });
const HOUR = 3_600_000;
const ago = (hours) => new Date(Date.now() - hours * HOUR).toISOString();

describe('a visitor', () => {
  let it;
  let ids;
  let twice;

  before(async () => {
    it = await start(await builtCopy(), { vars });
    ids = await sampleIds();
    twice = [ids['Looked at shoes twice today']];
  });
  after(() => it?.stop());

  const seen = (sent) => audiencesOf(it.url, sent);

  test('is not taken for another', async () => {
    assert.deepEqual(await seen(shoes('anna')), []);
    assert.deepEqual(await seen(shoes('bert')), []);
    assert.deepEqual(await seen(shoes('anna')), twice);
    assert.deepEqual(await seen(event('bert')), []);
    assert.equal((await kept(it.url, 'anna')).xEvent.length, 2);
    assert.equal((await kept(it.url, 'bert')).xEvent.length, 2);
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

  test('loses no event of 200 requests at once', async () => {
    const sent = Array.from({ length: 200 }, (_, at) => shoes('busy', { _id: `busy-${at}` }));
    const found = await Promise.all(sent.map(seen));
    const { xEvent } = await kept(it.url, 'busy');
    assert.equal(xEvent.length, 200);
    // Whichever came first saw one event; every later one saw those before it.
    assert.equal(found.filter((audiences) => audiences.length === 0).length, 1);
  });

  test('may send an event twice: it counts once', async () => {
    const first = shoes('again', { _id: 'the same' });
    assert.deepEqual(await seen(first), []);
    assert.deepEqual(await seen(first), []);
    assert.equal((await kept(it.url, 'again')).xEvent.length, 1);
    assert.deepEqual(await seen(shoes('again', { _id: 'another' })), twice);
  });

  test('has of the history what audiences can still see, cut to what they read', async () => {
    const old = shoes('past', { timestamp: ago(24.1) });
    const recent = shoes('past', { timestamp: ago(23.9), placeContext: { geo: { city: 'Bern' } } });
    assert.deepEqual(await seen(old), []);
    assert.deepEqual(await seen(old), []);
    assert.deepEqual((await kept(it.url, 'past')).xEvent, []);
    assert.deepEqual(await seen(recent), []);
    const { xEvent } = await kept(it.url, 'past');
    const { eventType, timestamp, web } = recent.xdm;
    assert.deepEqual(xEvent, [{ eventType, timestamp, web }]);
    assert.deepEqual(await seen(shoes('past')), twice);
  });

  test('has no event any more that grew too old', async () => {
    const soon = new Date(Date.now() - 24 * HOUR + 2_000).toISOString();
    assert.deepEqual(await seen(shoes('ageing', { timestamp: soon })), []);
    assert.equal((await kept(it.url, 'ageing')).xEvent.length, 1);
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    assert.deepEqual(await seen(shoes('ageing')), []);
    assert.equal((await kept(it.url, 'ageing')).xEvent.length, 1);
  });

  test('has no more of the history than its limit, and the newest', async () => {
    const web = { webPageDetails: { name: 'x'.repeat(60_000) } };
    for (let at = 0; at < 20; at += 1) await seen(event('large', { web, timestamp: ago(23 - at) }));
    const { xEvent } = await kept(it.url, 'large');
    assert.equal(xEvent.length, 16);
    const times = xEvent.map(({ timestamp }) => timestamp);
    assert.ok(Date.parse(times[0]) > Date.now() - 20 * HOUR);
  });

  test('may come with old times in any order', async () => {
    const timestamps = [3, 1, 2].map(ago);
    for (const timestamp of timestamps) await seen(event('disordered', { timestamp }));
    const { xEvent } = await kept(it.url, 'disordered');
    assert.deepEqual(xEvent.map(({ timestamp }) => timestamp), timestamps);
  });
});

describe('a visitor who denies', () => {
  let it;
  let ids;

  before(async () => {
    it = await start(await builtCopy(), { vars });
    ids = await sampleIds();
  });
  after(() => it?.stop());

  const gold = { loyalty: { tier: 'gold' } };
  const seen = (sent) => audiencesOf(it.url, sent);

  for (const val of ['n', 'dn']) {
    test(`that data is collected (${val}) is in no audience, and has no history`, async () => {
      const id = `collect ${val}`;
      await putProfile(it.url, id, gold);
      assert.deepEqual(await seen(shoes(id)), [ids['Gold members']]);
      await putProfile(it.url, id, { ...gold, consents: { collect: { val } } });
      assert.deepEqual(await seen(shoes(id)), []);
      const { segmentMembership, xEvent } = await kept(it.url, id);
      assert.deepEqual(xEvent, []);
      assert.equal(segmentMembership.ups[ids['Gold members']].status, 'exited');
      await putProfile(it.url, id, { ...gold, consents: { collect: { val: 'y' } } });
      assert.deepEqual(await seen(shoes(id)), [ids['Gold members']]);
      assert.equal((await kept(it.url, id)).xEvent.length, 1);
    });
  }

  test('that pages are made for them is in no audience', async () => {
    const consents = { personalize: { content: { val: 'n' } } };
    await putProfile(it.url, 'impersonal', { ...gold, consents });
    assert.deepEqual(await seen(event('impersonal')), []);
  });

  test('everything, in the older way, is in no audience that asks for it', async () => {
    const out = { optOutType: 'general_opt_out', optOutValue: 'out', timestamp: ago(1) };
    const optOutConsentLevel = { privacyOptOuts: [out] };
    await putProfile(it.url, 'out', { ...gold, optOutConsentLevel });
    assert.deepEqual(await seen(event('out')), []);
  });
});

describe('a restart', () => {
  test('keeps attributes, memberships and history', async () => {
    const folder = await builtCopy();
    const persist = mkdtempSync(join(folder, 'state-'));
    const ids = await sampleIds();
    const first = await start(folder, { persist, vars });
    await putProfile(first.url, 'comes back', { loyalty: { tier: 'gold' } });
    assert.deepEqual(await audiencesOf(first.url, shoes('comes back')), [ids['Gold members']]);
    const before = await kept(first.url, 'comes back');
    await first.stop();
    const second = await start(folder, { persist, vars });
    assert.deepEqual(await kept(second.url, 'comes back'), before);
    const now = await audiencesOf(second.url, shoes('comes back'));
    assert.deepEqual(now, [ids['Looked at shoes twice today'], ids['Gold members']]);
    assert.deepEqual((await kept(second.url, 'another')).xEvent, []);
    await second.stop();
    rmSync(persist, { recursive: true });
  });
});

describe('forgetting', () => {
  test('comes by itself when a visitor stays away', async () => {
    const it = await start(await builtCopy(), { vars: { ...vars, KEEP_DAYS: String(1.5 / 86_400) } });
    await audiencesOf(it.url, shoes('gone'));
    assert.equal((await kept(it.url, 'gone')).xEvent.length, 1);
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    assert.deepEqual(await kept(it.url, 'gone'), { segmentMembership: {}, xEvent: [] });
    assert.deepEqual(await audiencesOf(it.url, shoes('gone')), []);
    assert.equal((await kept(it.url, 'gone')).xEvent.length, 1);
    await it.stop();
  });

  test('comes at once when it is asked for', async () => {
    const it = await start(await builtCopy(), { vars });
    await audiencesOf(it.url, shoes('asks'));
    const headers = { authorization: `Bearer ${TOKEN}` };
    const { status } = await send(`${it.url}/profiles/ECID/asks`, '', { method: 'DELETE', body: undefined, headers });
    assert.equal(status, 204);
    assert.deepEqual(await kept(it.url, 'asks'), { segmentMembership: {}, xEvent: [] });
    assert.deepEqual(await audiencesOf(it.url, shoes('asks')), []);
    await it.stop();
  });
});
