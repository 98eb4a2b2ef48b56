// Attributes of profiles: put by who has the token, read by audiences.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { builtCopy, sampleIds } from '../copy.mjs';
import { audiencesOf, event, kept, putProfile, send, start, TOKEN } from '../deployment.mjs';

describe('a profile', () => {
  let it;
  let ids;

  before(async () => {
    it = await start(await builtCopy(), { vars: { PROFILE_TOKEN: TOKEN } });
    ids = await sampleIds();
  });
  after(() => it?.stop());

  const seen = (id) => audiencesOf(it.url, event(id));

  test('that is put is what audiences read', async () => {
    assert.deepEqual(await seen('member'), []);
    assert.equal((await putProfile(it.url, 'member', { loyalty: { tier: 'gold' } })).status, 204);
    assert.deepEqual(await seen('member'), [ids['Gold members']]);
    const added = event('member', { eventType: 'commerce.productListAdds' });
    const all = ['Left a cart', 'Gold members', 'Gold members who left a cart'];
    assert.deepEqual(await audiencesOf(it.url, added), all.map((name) => ids[name]));
  });

  test('that is put takes the place of the one before, and leaves the history', async () => {
    await putProfile(it.url, 'changing', { loyalty: { tier: 'gold' }, person: { name: 'A' } });
    await seen('changing');
    await putProfile(it.url, 'changing', { loyalty: { tier: 'blue' } });
    assert.deepEqual(await seen('changing'), []);
    const { loyalty, person, xEvent } = await kept(it.url, 'changing');
    assert.deepEqual([loyalty, person, xEvent.length], [{ tier: 'blue' }, undefined, 2]);
  });

  test('brings memberships that another system decided', async () => {
    const elsewhere = { status: 'realized', lastQualificationTime: '2026-01-01T00:00:00Z' };
    const segmentMembership = { ups: { [ids['Left a cart']]: elsewhere, elsewhere } };
    await putProfile(it.url, 'imported', { loyalty: { tier: 'gold' }, segmentMembership });
    assert.deepEqual(await seen('imported'), [ids['Gold members'], 'elsewhere']);
    const { ups } = (await kept(it.url, 'imported')).segmentMembership;
    assert.deepEqual(ups.elsewhere, elsewhere);
    assert.equal(ups[ids['Left a cart']].status, 'exited');
  });

  test('is found by any encoding of its address', async () => {
    const id = 'a/b?c#d é %41';
    await putProfile(it.url, id, { loyalty: { tier: 'gold' } });
    assert.deepEqual(await seen(id), [ids['Gold members']]);
  });

  test('can hold anything that is JSON', async () => {
    const odd = { consents: 'yes', optOutConsentLevel: 7, loyalty: [null], identityMap: 1, '"': '\ud83d' };
    const segmentMembership = { ups: { a: 'b', c: null }, AAM: {} };
    assert.equal((await putProfile(it.url, 'odd', { ...odd, segmentMembership })).status, 204);
    assert.deepEqual(await seen('odd'), []);
  });

  test('is refused where it is no profile', async () => {
    const wrong = [[], 'null', { xEvent: [] }, { segmentMembership: [] }, { segmentMembership: { ups: 1 } }];
    for (const body of wrong) {
      const { status, json } = await putProfile(it.url, 'wrong', body);
      assert.deepEqual([status, json.type], [400, 'pql-edge:invalid-request']);
    }
    assert.equal((await putProfile(it.url, 'wrong', '{')).status, 400);
    assert.equal((await putProfile(it.url, 'wrong', { a: 'x'.repeat(65_536) })).status, 413);
  });

  test('is for nobody without the token', async () => {
    const headers = ['', 'Bearer', 'Bearer wrong', TOKEN, `Basic ${TOKEN}`, `Bearer ${TOKEN} `.slice(0, -2)];
    for (const authorization of headers) {
      for (const method of ['GET', 'PUT', 'DELETE']) {
        const body = method === 'PUT' ? '{}' : undefined;
        const answer = await send(`${it.url}/profiles/ECID/member`, '', { method, body, headers: { authorization } });
        assert.deepEqual([answer.status, answer.json.type], [401, 'pql-edge:unauthorized']);
        assert.equal(answer.headers.get('www-authenticate'), 'Bearer');
      }
    }
    assert.deepEqual((await kept(it.url, 'member')).loyalty, { tier: 'gold' });
  });

  test('is not there where there is no token', async () => {
    const closed = await start(await builtCopy());
    for (const token of ['undefined', '', TOKEN]) {
      const headers = { authorization: `Bearer ${token}` };
      const { status } = await send(`${closed.url}/profiles/ECID/a`, {}, { method: 'PUT', headers });
      assert.equal(status, 404);
    }
    await closed.stop();
  });
});
