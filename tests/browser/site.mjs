// The page of www/ as it is published: built, served on loopback, and watched while it is open.

import { fileURLToPath } from 'node:url';

import { chromium } from 'playwright-core';
import { build, preview } from 'vite';

import { BROWSER_FLAGS } from '../../pkg-config/setup/browser.mjs';

export const source = fileURLToPath(new URL('../../www', import.meta.url));
const built = fileURLToPath(new URL('../../target/page', import.meta.url));

/** Builds and serves the page: `{ address, open, close }`. */
export async function publishPage() {
  const config = { root: source, logLevel: 'silent', build: { outDir: built, emptyOutDir: true } };
  await build(config);
  const server = await preview({ ...config, preview: { host: '127.0.0.1', port: 0 } });
  const browser = await chromium.launch({
    executablePath: process.env.CHROME_PATH,
    args: BROWSER_FLAGS,
  });
  const address = server.resolvedUrls.local[0];
  return {
    address,
    open: (hash = '', options = {}) => open(browser, address, hash, options),
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

/** A tab, and what went wrong in it: anything on the console, any request to elsewhere. */
async function open(browser, address, hash, options) {
  const tab = await browser.newPage(options);
  const complaints = [];
  tab.on('pageerror', (error) => complaints.push(String(error)));
  tab.on('console', (message) => complaints.push(message.text()));
  tab.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(address) && !url.startsWith('data:')) complaints.push(`request to ${url}`);
  });
  await tab.goto(`${address}${hash}`);
  return { tab, complaints };
}
