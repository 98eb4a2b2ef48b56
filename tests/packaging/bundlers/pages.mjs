// Pages in Chromium: served under a strict content policy, and watched while they are open.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

import { chromium } from 'playwright-core';

import { BROWSER_FLAGS } from '../../../pkg-config/setup/browser.mjs';

/** No inline script, nothing from elsewhere; modules of WebAssembly may be compiled. */
export const STRICT = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src 'self'",
  'img-src data:',
].join('; ');

const TYPES = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.map': 'application/json',
  '.wasm': 'application/wasm',
};

/** Serves a folder; `{ address, stop }`. */
export async function publish(folder, policy = STRICT) {
  const server = createServer(({ url }, response) => {
    const path = normalize(new URL(url, 'http://site').pathname);
    const file = join(folder, path.endsWith('/') ? `${path}index.html` : path);
    try {
      const body = readFileSync(file);
      const type = TYPES[extname(file)];
      response.writeHead(200, { 'content-type': type, 'content-security-policy': policy }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { address: `http://127.0.0.1:${server.address().port}`, stop };
}

export const openBrowser = () =>
  chromium.launch({ executablePath: process.env.CHROME_PATH, args: BROWSER_FLAGS });

const LOUD = new Set(['error', 'warning']);

/** Opens a page until these elements have text, or something is complained about. */
export async function visit(browser, address, selectors) {
  const context = await browser.newContext();
  const tab = await context.newPage();
  const complaints = [];
  tab.on('pageerror', (error) => complaints.push(String(error)));
  tab.on('console', (message) => {
    if (LOUD.has(message.type())) complaints.push(message.text());
  });
  await tab.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      console.error(`${violatedDirective} forbids ${blockedURI}`);
    });
  });
  await tab.goto(address);
  const shown = (wanted) => wanted.every((one) => document.querySelector(one)?.textContent);
  for (let turn = 0; turn < 300 && complaints.length === 0; turn += 1) {
    if (await tab.evaluate(shown, selectors).catch(() => false)) break;
    await tab.waitForTimeout(100);
  }
  const texts = await Promise.all(selectors.map((one) => tab.textContent(one).catch(() => '')));
  await context.close();
  return { texts, complaints };
}
