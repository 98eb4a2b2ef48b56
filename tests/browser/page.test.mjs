// The segment preview in headless Chromium, as a person uses it.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';

import { publishPage, source } from './site.mjs';

const typescript = dirname(createRequire(import.meta.url).resolve('typescript/package.json'));

let site;

before(async () => {
  site = await publishPage();
});

after(() => site?.close());

/** A test with a page of its own, which must have nothing to complain of at the end. */
const pageTest = (name, hash, work, options) =>
  test(name, async () => {
    const { tab, complaints } = await site.open(hash, options);
    try {
      await work(tab);
      assert.deepEqual(complaints, []);
    } finally {
      await tab.close();
    }
  });

const link = (state) => `#${new URLSearchParams(state)}`;
const verdict = (tab, state) =>
  tab.waitForSelector(`#verdict[data-state="${state}"]:not([data-stale])`);

/** Waits until the element says so. */
const says = (tab, selector, pattern) => tab.locator(selector, { hasText: pattern }).waitFor();
const texts = (tab, selector) => tab.locator(selector).allTextContents();

async function type(tab, editor, text) {
  await tab.locator(`#${editor} .cm-content`).focus();
  await tab.keyboard.press('ControlOrMeta+a');
  await tab.keyboard.insertText(text);
}

async function paste(tab, editor, length) {
  await tab.locator(`#${editor} .cm-content`).evaluate((content, size) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', 'x'.repeat(size));
    const init = { clipboardData, bubbles: true, cancelable: true };
    content.dispatchEvent(new ClipboardEvent('paste', init));
  }, length);
}

test('the types of the page hold', () => {
  execFileSync(process.execPath, [join(typescript, 'bin', 'tsc'), '--noEmit', '-p', source]);
});

pageTest('a sample rule and a sample profile: in or out, why, and how fast', '', async (tab) => {
  await verdict(tab, 'out');
  await tab.selectOption('#definition', { label: 'US West Coast residents' });
  await tab.selectOption('#person', 'acme-0003');
  await type(tab, 'rule', '_id = "acme-0003"');
  await verdict(tab, 'in');
  assert.equal(await tab.inputValue('#definition'), '');
  await tab.selectOption('#person', 'acme-0004');
  await verdict(tab, 'out');
  assert.deepEqual(await texts(tab, '#why li code'), ['_id = "acme-0003"', '_id']);
  assert.deepEqual(await texts(tab, '#why li .value'), ['false', '"acme-0004"']);
  assert.deepEqual(await texts(tab, '#reads code'), ['_id']);
  await says(tab, '#verdict-time', /^[\d.]+ µs per evaluation$/);
});

pageTest('sample rules are evaluated or have a diagnostic', '', async (tab) => {
  await verdict(tab, 'out');
  const options = tab.locator('#definition option');
  const rules = await options.evaluateAll((all) => all.map(({ value }) => value));
  assert.ok(rules.length > 180);
  const seen = { in: 0, out: 0, none: 0 };
  for (const rule of rules.filter((id, index) => id && index % 9 === 1)) {
    await tab.selectOption('#definition', rule);
    const strip = await tab.waitForSelector('#verdict:not([data-stale])');
    const state = await strip.getAttribute('data-state');
    seen[state] += 1;
    if (state === 'none') assert.notEqual(await tab.locator('#findings .error').count(), 0, rule);
  }
  assert.ok(seen.in > 1 && seen.out > 1, JSON.stringify(seen));
});

pageTest('the menu of rules can be searched', '', async (tab) => {
  await verdict(tab, 'out');
  const names = () => texts(tab, '#definition option');
  await tab.fill('#definition-filter', 'CHECKOUT gold');
  assert.deepEqual(await names(), ['1 rule found', 'Checkout by gold and platinum members']);
  await tab.press('#definition-filter', 'Enter');
  await verdict(tab, 'out');
  assert.match(await tab.textContent('#rule .cm-content'), /loyalty\.tier in \["gold"/);
  await tab.fill('#definition-filter', 'no rule is called so');
  assert.deepEqual(await names(), ['0 rules found']);
  await tab.fill('#definition-filter', '');
  assert.ok((await names()).length > 180);
  const chosen = tab.locator('#definition option:checked');
  assert.equal(await chosen.textContent(), 'Checkout by gold and platinum members');
});

pageTest('a rule that is a tree is shown as text', '', async (tab) => {
  await verdict(tab, 'out');
  await tab.selectOption('#definition', { label: 'Lives in Great Britain or Australia' });
  await says(tab, '#rule .cm-content', 'homeAddress.countryCode in ["GB", "AU"]');
  await verdict(tab, 'out');
  const chosen = tab.locator('#definition option:checked');
  assert.equal(await chosen.textContent(), 'Lives in Great Britain or Australia');
  await type(tab, 'rule', '{ "nodeType": "unheard" }');
  await verdict(tab, 'none');
  assert.notEqual(await tab.locator('#findings .error').count(), 0);
});

pageTest('a broken rule shows its diagnostic, the mended one its result', '', async (tab) => {
  await verdict(tab, 'out');
  await type(tab, 'rule', '_id.startsWith(3)');
  await verdict(tab, 'none');
  assert.deepEqual(await texts(tab, '#findings code'), ['P0203']);
  assert.equal(await tab.textContent('#rule .cm-lintRange-error'), '3');
  await tab.click('#findings button');
  await tab.waitForSelector('#rule .cm-focused');
  await tab.keyboard.insertText('"acme"');
  await verdict(tab, 'in');
  assert.deepEqual(await texts(tab, '#findings code'), []);
});

const ABROAD = 'name = "Zoë 🎿" and city.startsWith("Kö")';

pageTest('beyond ASCII the right characters are marked', link({ rule: ABROAD }), async (tab) => {
  await verdict(tab, 'out');
  await type(tab, 'profile', '{ "name": "Zoë 🎿", "city": "Köln" }');
  await verdict(tab, 'in');
  const part = tab.locator('#why li', { hasText: /^✓city/ });
  await part.hover();
  assert.equal((await texts(tab, '#rule .cm-why')).join(''), 'city.startsWith("Kö")');
  await type(tab, 'rule', ABROAD.replace('"Kö"', '7'));
  await verdict(tab, 'none');
  assert.deepEqual(await texts(tab, '#rule .cm-lintRange-error'), ['7']);
});

const LOOP = 'numbers.exists(this > 5) or other = 1';

pageTest('loops say how often, other parts why not', link({ rule: LOOP }), async (tab) => {
  await verdict(tab, 'out');
  await type(tab, 'profile', '{ "numbers": [1, 2, 9] }');
  await verdict(tab, 'in');
  const rows = await texts(tab, '#why li');
  assert.ok(rows.includes('✓numbers.exists(this > 5)item 3 doesdecides'), rows.join('\n'));
  assert.ok(rows.includes('✓this > 5true 1 of 3 timesdecides'), rows.join('\n'));
  assert.ok(rows.includes('·other = 1not needed'), rows.join('\n'));
  await tab.locator('#why li').first().focus();
  await tab.keyboard.press('ArrowDown');
  assert.equal((await texts(tab, '#rule .cm-why')).join(''), 'numbers.exists(this > 5)');
});

pageTest('a value that is not Boolean is shown', link({ rule: '_id' }), async (tab) => {
  await verdict(tab, 'in');
  assert.equal(await tab.textContent('#raw'), '"acme-0112"');
});

pageTest('bad input gets a message and breaks nothing', link({ rule: 'a = 1' }), async (tab) => {
  await verdict(tab, 'out');
  await type(tab, 'profile', '{ "a": 1');
  await verdict(tab, 'none');
  assert.match(await tab.textContent('#profile-problem'), /not valid JSON/);
  await type(tab, 'profile', '[1]');
  await says(tab, '#profile-problem', 'JSON object');
  await type(tab, 'profile', '{ "a": 1 }');
  await verdict(tab, 'in');
  await tab.fill('#now', 'a week ago');
  await verdict(tab, 'none');
  assert.match(await tab.textContent('#now-problem'), /not a time/);
  await tab.fill('#now', '1795000000000');
  await verdict(tab, 'in');
  await paste(tab, 'profile', 10_000_000);
  await says(tab, '#profile-problem', '10,000,0');
  await paste(tab, 'rule', 10_000_000);
  await says(tab, '#notice', 'The rule would be 10,000,0');
  await type(tab, 'profile', '{ "a": 2 }');
  await verdict(tab, 'out');
});

const ENDLESS = 'forall A from n, B from n: A >= 0 and B >= 0';

pageTest('a rule without end neither stops typing nor the next answer', '', async (tab) => {
  await verdict(tab, 'out');
  await type(tab, 'profile', JSON.stringify({ n: Array.from({ length: 20_000 }, (_, at) => at) }));
  await type(tab, 'rule', ENDLESS);
  await says(tab, '#verdict-text', /stopped: .* steps/);
  await type(tab, 'rule', `${ENDLESS} and true`);
  await tab.waitForTimeout(300);
  await type(tab, 'rule', 'n.count() = 20000');
  await verdict(tab, 'in');
});

pageTest('the address holds the state', '', async (tab) => {
  await verdict(tab, 'out');
  await type(tab, 'rule', 'town = "Zürich"');
  await type(tab, 'profile', '{ "town": "Zürich" }');
  await verdict(tab, 'in');
  await tab.waitForFunction(() => location.hash.includes('profile='));
  const other = await site.open(new URL(tab.url()).hash);
  await verdict(other.tab, 'in');
  assert.equal(await other.tab.textContent('#rule .cm-content'), 'town = "Zürich"');
  assert.deepEqual(other.complaints, []);
  await other.tab.close();
});

pageTest('a damaged link says so', '#rule=a&profile=AAAA', async (tab) => {
  await tab.waitForSelector('#notice:not([hidden])');
  assert.match(await tab.textContent('#notice'), /cannot be read/);
  await verdict(tab, 'out');
  assert.equal(await tab.textContent('#rule .cm-content'), 'a');
});

for (const colorScheme of ['light', 'dark']) {
  const options = { viewport: { width: 390, height: 844 }, colorScheme };
  pageTest(`nothing is wider than a telephone, ${colorScheme}`, '', async (tab) => {
    await verdict(tab, 'out');
    await tab.selectOption('#definition', { label: 'From e-mail click to order in six steps' });
    await verdict(tab, 'out');
    const widths = await tab.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert.ok(widths[0] <= widths[1], widths.join(' > '));
  }, options);
}
