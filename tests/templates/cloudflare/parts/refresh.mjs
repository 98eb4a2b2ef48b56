// Definitions in KV: taken when they are newer, never when they are broken.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { importThere } from '../../../installed.mjs';
import { builtCopy, sampleIds } from '../copy.mjs';
import { audiencesOf, event, kept, putProfile, start, TOKEN } from '../deployment.mjs';

const { AudienceSet } = await importThere();

const definition = (id, value) => ({
  id,
  expression: { type: 'PQL', format: 'pql/text', value },
  evaluationInfo: { synchronous: { enabled: true } },
});

const artifact = (...definitions) => AudienceSet.compile(definitions, { onError: 'throw' }).toBytes();
const everybody = (id) => artifact(definition(id, '1 = 1'));

describe('definitions in KV', () => {
  let it;
  let store;

  before(async () => {
    const vars = { REFRESH_SECONDS: '1', PROFILE_TOKEN: TOKEN };
    it = await start(await builtCopy(), { kv: true, vars });
    store = await it.runtime.getKVNamespace('AUDIENCES');
    await put(everybody('at the start'), 'v1');
  });
  after(() => it?.stop());

  const put = (bytes, version) =>
    store.put('audiences', bytes.slice().buffer, version ? { metadata: { version } } : {});
  const seen = (id = 'anybody', more) => audiencesOf(it.url, event(id, more));

  /** Asks until the answer is this one: KV is asked in the background. */
  async function becomes(expected) {
    for (let times = 0; times < 100; times += 1) {
      if ((await seen()).join() === expected.join()) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.deepEqual(await seen(), expected);
  }

  test('are there for the first visitor', async () => {
    assert.deepEqual(await seen(), ['at the start']);
  });

  test('that are newer are taken while requests are answered', async () => {
    await put(everybody('second'), 'v2');
    await becomes(['second']);
    await put(everybody('third'));
    await becomes(['third']);
  });

  test('that are broken never take the place of good ones', async () => {
    const good = everybody('never');
    const broken = {
      nothing: new Uint8Array(),
      'a text': new TextEncoder().encode('{"not":"a set"}'),
      'the first half': good.slice(0, good.length / 2),
      'one changed byte': good.map((byte, at) => (at === good.length - 5 ? byte ^ 0xff : byte)),
    };
    const before = await seen();
    for (const [what, bytes] of Object.entries(broken)) {
      await put(bytes, `broken, ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 1_100));
      for (let times = 0; times < 5; times += 1) assert.deepEqual(await seen(), before, what);
    }
    await put(everybody('repaired'), 'v4');
    await becomes(['repaired']);
  });

  test('that look at other things leave of the history what they read', async () => {
    const last = 'xEvent[timestamp occurs <= 30 days before now]';
    const named = definition('named', `${last}.exists(web.webPageDetails.name = "x")`);
    const regulars = definition('regulars', `${last}.exists(eventType = "a")`);
    const visit = { eventType: 'a', web: { webPageDetails: { name: 'x' } } };
    const fields = async () => (await kept(it.url, 'long')).xEvent.map((one) => Object.keys(one).sort());
    await put(artifact(named, regulars, definition('both', '1 = 1')), 'v5');
    await becomes(['both']);
    await seen('long', visit);
    assert.deepEqual(await fields(), [['eventType', 'timestamp', 'web']]);
    await put(artifact(regulars, definition('one', '1 = 1')), 'v6');
    await becomes(['one']);
    await seen('long', visit);
    const expected = ['eventType', 'timestamp'];
    assert.deepEqual(await fields(), [expected, expected]);
  });

  test('that are left out take their memberships with them, and no others', async () => {
    const segmentMembership = { ups: { elsewhere: { status: 'realized' } } };
    await putProfile(it.url, 'both', { segmentMembership });
    assert.deepEqual(await seen('both'), ['elsewhere', 'one']);
    await put(everybody('next'), 'v7');
    await becomes(['next']);
    assert.deepEqual(await seen('both'), ['elsewhere', 'next']);
    const { ups } = (await kept(it.url, 'both')).segmentMembership;
    assert.deepEqual(Object.keys(ups).sort(), ['elsewhere', 'next']);
  });

  test('that were taken away leave the last ones', async () => {
    const before = await seen();
    await store.delete('audiences');
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    for (let times = 0; times < 5; times += 1) assert.deepEqual(await seen(), before);
  });
});

describe('an empty namespace', () => {
  test('leaves the definitions that were deployed', async () => {
    const it = await start(await builtCopy(), { kv: true });
    const ids = await sampleIds();
    const added = event('a', { eventType: 'commerce.productListAdds' });
    assert.deepEqual(await audiencesOf(it.url, added), [ids['Left a cart']]);
    await it.stop();
  });
});
