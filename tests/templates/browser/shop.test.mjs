// The browser template in Chromium: the page follows events, and its state outlives what can happen.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { inRoot } from '../../../pkg-config/setup/paths.mjs';
import { importThere } from '../../installed.mjs';
import { serve } from '../../packaging/bundlers/project.mjs';
import * as page from './shop.mjs';

const { AudienceSet } = await importThere();

let browser;
let shop;

before(async () => {
  page.buildShop();
  shop = await page.serveShop();
  browser = await page.launch();
});

after(async () => {
  await browser?.close();
  await shop?.stop();
});

/** A test with a visitor of its own, whose console has to stay empty. */
const shopTest = (name, work, { expected = [], ...options } = {}) =>
  test(name, async () => {
    const visitor = await page.visitor(browser, shop.address, options);
    try {
      await work(visitor);
      const isNews = (text) => !expected.some((pattern) => pattern.test(text));
      assert.deepEqual(visitor.complaints.filter(isNews), []);
    } finally {
      await visitor.context.close();
    }
  });

const view = (tab, sku) => tab.click(`[data-sku="${sku}"] button:has-text("View")`);
const add = (tab, sku) => tab.click(`[data-sku="${sku}"] button:has-text("Add to cart")`);
/** Waits until the picture is the one for an audience. */
const hero = (tab, audience) => tab.waitForSelector(`#hero[data-audience="${audience}"]`);
const cart = (tab, count) => tab.waitForFunction((wanted) =>
  document.getElementById('cart-count').textContent === wanted, String(count));
const isIn = (tab, id) => tab.waitForSelector(`#audiences [data-audience="${id}"][data-status="realized"]`);
const hasLeft = (tab, id) => tab.waitForSelector(`#audiences [data-audience="${id}"][data-status="exited"]`);

shopTest('the page follows what the visitor does', async ({ open }) => {
  const tab = await open();
  await hero(tab, 'everybody');
  assert.deepEqual(await page.audiences(tab, 'realized'), []);

  await view(tab, 'ROPE-95');
  await view(tab, 'HARN-1');
  await hero(tab, 'climbers');
  const offers = await tab.locator('#offers li').evaluateAll((all) => all.map((li) => li.dataset.audience));
  assert.deepEqual(offers, ['climbers', 'everybody', 'everybody']);

  await add(tab, 'TENT-2');
  await hero(tab, 'open-cart');
  assert.equal(await tab.textContent('#cart-total'), '€329');

  await tab.click('#sign-in');
  await hero(tab, 'members-with-cart');
  assert.equal(await tab.textContent('#greeting'), 'Hello Robin, gold member');

  await tab.click('#buy');
  await isIn(tab, 'big-spenders');
  await hasLeft(tab, 'open-cart');
  await hasLeft(tab, 'members-with-cart');
  await hero(tab, 'climbers');
  assert.ok(await tab.locator('#buy').isDisabled());

  await tab.click('#sign-in');
  await hasLeft(tab, 'members');
  assert.deepEqual(await page.audiences(tab, 'realized'), ['big-spenders', 'climbers', 'customers']);
});

/** What the development server itself says in the console. */
const SERVER = /^\[vite\] connect/;

for (const script of ['dev', 'preview']) {
  test(`\`npm run ${script}\` serves it, and it follows what the visitor does`, async () => {
    const server = await serve(page.project, script, ['--host', '127.0.0.1', '--strictPort']);
    const visitor = await page.visitor(browser, server.address);
    try {
      const tab = await visitor.open();
      await view(tab, 'ROPE-95');
      await view(tab, 'HARN-1');
      await hero(tab, 'climbers');
      assert.deepEqual(visitor.complaints.filter((text) => !SERVER.test(text)), []);
    } finally {
      await visitor.context.close();
      await server.stop();
    }
  });
}

test('it asks for the tools that were tried', () => {
  const wanted = (...path) => JSON.parse(readFileSync(join(...path), 'utf8')).devDependencies;
  const { vite, ...more } = wanted(page.project, 'package.json');
  assert.equal(vite, wanted(inRoot('package.json')).vite);
  assert.deepEqual(more, {});
});

shopTest('an audience says since when, and why', async ({ open }) => {
  const tab = await open();
  const started = Date.now();
  await tab.click('#sign-in');
  await isIn(tab, 'members');
  const since = await tab.getAttribute('#audiences [data-audience="members"] time', 'datetime');
  assert.ok(Date.parse(since) >= started && Date.parse(since) <= Date.now(), since);
  await tab.click('#why-members summary');
  const row = (sign, text, found) => tab.locator('#why-members .why li', { hasText: text })
    .and(tab.locator(`[data-sign="${sign}"]`)).filter({ hasText: found }).first();
  assert.ok(await row('✓', 'loyalty.tier in ["silver", "gold"]', '').isVisible());
  assert.ok(await row('', 'loyalty.tier', '→ "gold"').isVisible());
  await view(tab, 'ROPE-95');
  await tab.waitForFunction(() => /^3 events/.test(document.getElementById('kept').textContent));
  assert.ok(await tab.locator('#why-members .why').isVisible(), 'what was opened stays open');
});

shopTest('a reload keeps the state', async ({ open }) => {
  const tab = await open();
  await view(tab, 'BOOT-MD');
  await view(tab, 'PACK-28');
  await add(tab, 'BOOT-MD');
  await cart(tab, 1);
  await tab.reload();
  await page.ready(tab);
  await hero(tab, 'open-cart');
  assert.equal(await tab.textContent('#cart-count'), '1');
  assert.deepEqual(await page.audiences(tab, 'realized'), ['hikers', 'open-cart']);
});

shopTest('only what some audience can see is kept of the events', async ({ open }) => {
  const tab = await open();
  await add(tab, 'STOVE-1');
  await cart(tab, 1);
  const { events } = await page.stored(tab);
  assert.deepEqual(Object.keys(events.at(-1)).sort(), ['eventType', 'timestamp', 'web']);
  assert.ok(!JSON.stringify(events).includes('STOVE-1'));
});

shopTest('audiences are asked for with a condition, and newer ones take effect', async ({ open }) => {
  const tab = await open();
  await tab.reload();
  await page.ready(tab);
  await tab.waitForTimeout(200);
  assert.deepEqual(shop.asked.slice(-2), [200, 304]);

  const definitions = JSON.parse(readFileSync(join(page.project, 'definitions.json'), 'utf8'));
  const value = 'xEvent.exists(eventType = "commerce.productViews")';
  definitions[0].expression.value = value;
  const built = shop.artifact;
  shop.artifact = AudienceSet.compile(definitions).toBytes();
  try {
    await view(tab, 'TENT-2');
    await tab.reload();
    await isIn(tab, 'climbers');
    assert.equal(shop.asked.at(-1), 200);
  } finally {
    shop.artifact = built;
  }
});

const BROKEN = [
  ['cut off', (bytes) => bytes.subarray(0, bytes.length / 2)],
  ['an error page', () => Buffer.from('<!doctype html><title>502</title>')],
  ['of another version', (bytes) => Buffer.concat([bytes.subarray(0, 4), Buffer.from([0xff]), bytes.subarray(5)])],
];

for (const [what, damage] of BROKEN) {
  shopTest(`an artifact that is ${what} does not replace the good one`, async ({ open }) => {
    const tab = await open();
    const built = shop.artifact;
    shop.artifact = damage(Buffer.from(built));
    try {
      await tab.reload();
      await tab.waitForFunction(() => /last good ones stay/.test(document.getElementById('problem').textContent));
      await tab.click('#sign-in');
      await isIn(tab, 'members');
      await tab.reload();
      await page.ready(tab);
      await isIn(tab, 'members');
    } finally {
      shop.artifact = built;
    }
    await tab.reload();
    await isIn(tab, 'members');
    await tab.waitForFunction(() => document.getElementById('problem').textContent === '');
  });
}

shopTest('a first visit without audiences is a shop for everybody, and forgets nothing', async ({ open }) => {
  const built = shop.artifact;
  shop.artifact = Buffer.from('no audiences');
  let tab;
  try {
    tab = await open();
    await hero(tab, 'everybody');
    assert.ok(await tab.locator('#no-audiences').isVisible());
    await view(tab, 'ROPE-95');
    await view(tab, 'HARN-1');
    await tab.waitForFunction(() => /^3 events/.test(document.getElementById('kept').textContent));
  } finally {
    shop.artifact = built;
  }
  await tab.reload();
  await hero(tab, 'climbers');
});

shopTest('a browser that keeps nothing shows the shop of everybody, and says why', async ({ open }) => {
  shop.prelude = `Object.defineProperty(self, 'indexedDB', {
    get() { throw new Error('nothing is kept here'); },
  });\n`;
  try {
    const tab = await open();
    await hero(tab, 'everybody');
    await view(tab, 'ROPE-95');
    await view(tab, 'HARN-1');
    await tab.waitForFunction(() =>
      document.getElementById('problem').textContent === 'Not personalised: Error: nothing is kept here');
    assert.equal(await tab.locator('#products li').count(), 6);
    assert.equal(await tab.getAttribute('#hero', 'data-audience'), 'everybody');
  } finally {
    shop.prelude = '';
  }
});

/** What Chromium itself writes of every request that finds no server. */
const OFFLINE = { expected: [/net::ERR_/, /Failed to update a ServiceWorker/] };

shopTest('it starts and decides without a network', async ({ open }) => {
  const tab = await open();
  await page.kept(tab);
  await view(tab, 'ROPE-95');
  await tab.waitForFunction(() => /^2 events/.test(document.getElementById('kept').textContent));
  await shop.stop();
  try {
    await tab.reload();
    await page.ready(tab);
    await view(tab, 'HARN-1');
    await hero(tab, 'climbers');
    await tab.waitForFunction(() => /^Offline/.test(document.getElementById('problem').textContent));
  } finally {
    await shop.start();
  }
  await tab.reload();
  await hero(tab, 'climbers');
}, OFFLINE);

shopTest('two tabs lose no event and show the same', async ({ open }) => {
  const tabs = [await open(), await open()];
  const before = (await page.stored(tabs[0])).events.length;
  const presses = (tab) => tab.evaluate(() => {
    const button = document.querySelector('[data-sku="STOVE-1"] .main');
    for (let count = 0; count < 50; count += 1) button.click();
  });
  await Promise.all(tabs.map(presses));
  for (const tab of tabs) await cart(tab, 100);
  const visitor = await page.stored(tabs[0]);
  assert.equal(visitor.cart.length, 100);
  assert.equal(visitor.events.length, before + 100);
  await tabs[0].click('#buy');
  await cart(tabs[1], 0);
  await isIn(tabs[1], 'big-spenders');
});

shopTest('"forget me" leaves nothing, in no tab', async ({ open }) => {
  const tabs = [await open(), await open()];
  await add(tabs[0], 'TENT-2');
  await tabs[0].click('#sign-in');
  await isIn(tabs[1], 'members-with-cart');
  await tabs[1].click('#forget');
  for (const tab of tabs) {
    await hero(tab, 'everybody');
    await cart(tab, 0);
    assert.deepEqual(await page.audiences(tab, 'realized'), []);
    assert.deepEqual(await page.audiences(tab, 'exited'), []);
  }
  assert.equal(await page.stored(tabs[0]), null);
  await tabs[0].reload();
  await page.ready(tabs[0]);
  await hero(tabs[0], 'everybody');
});

shopTest('the policy forbids what the page does not need', async ({ open, complaints }) => {
  const tab = await open();
  const refused = await tab.evaluate(() => new Promise((resolve) => {
    addEventListener('securitypolicyviolation', ({ blockedURI }) => resolve(blockedURI));
    // Later, because what the test itself evaluates is exempt.
    setTimeout(() => new Function('return 1')());
  }));
  assert.equal(refused, 'eval');
  assert.ok(complaints.length > 0);
  complaints.length = 0;
});

for (const colorScheme of ['light', 'dark']) {
  for (const width of [320, 390, 768, 1400]) {
    const options = { colorScheme, viewport: { width, height: 844 } };
    shopTest(`nothing is wider than ${width} pixels, ${colorScheme}`, async ({ open }) => {
      const tab = await open();
      await tab.click('#sign-in');
      await isIn(tab, 'members');
      await tab.click('#why-members summary');
      const widths = await tab.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      assert.ok(widths[0] <= widths[1], widths.join(' > '));
    }, options);
  }
}

shopTest('it can be used with the keyboard, and every control has a name', async ({ open }) => {
  const tab = await open();
  await tab.keyboard.press('Tab');
  assert.equal(await tab.evaluate(() => document.activeElement.textContent), 'Skip to the products');
  await tab.keyboard.press('Enter');
  await tab.keyboard.press('Tab');
  assert.equal(await tab.evaluate(() => document.activeElement.textContent), 'View Kestrel rope 9.5 mm');
  await tab.keyboard.press('Tab');
  await tab.keyboard.press('Enter');
  await cart(tab, 1);
  await tab.focus('#why-members summary');
  await tab.evaluate(() => document.querySelector('[data-sku="ROPE-95"] button').click());
  await tab.waitForFunction(() => /^3 events/.test(document.getElementById('kept').textContent));
  const focused = await tab.evaluate(() => document.activeElement.closest('details')?.id);
  assert.equal(focused, 'why-members', 'an answer does not take the focus away');
  const names = await tab.locator('button, a, summary').evaluateAll((all) =>
    all.map((one) => one.textContent.trim()));
  assert.ok(names.every((name) => name !== ''));
  const levels = await tab.locator('h1, h2, h3').evaluateAll((all) => all.map(({ tagName }) => tagName));
  assert.equal(levels.filter((level) => level === 'H1').length, 1);
});
