// The browser template as a person uses it: copied, built, served, and open in Chromium.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

import { chromium } from 'playwright-core';

import { BROWSER_FLAGS } from '../../../pkg-config/setup/browser.mjs';
import { inRoot } from '../../../pkg-config/setup/paths.mjs';
import { application } from '../../installed.mjs';

const template = inRoot('pkg-config', 'templates', 'browser');
export const project = join(application, 'browser-template');

/** A copy of the template beside the installed package, built by its own scripts. */
export function buildShop() {
  rmSync(project, { recursive: true, force: true });
  const left = /node_modules|dist|\.pqlb$/;
  cpSync(template, project, { recursive: true, filter: (path) => !left.test(path.slice(template.length)) });
  const path = `${join(application, 'node_modules', '.bin')}:${inRoot('node_modules', '.bin')}:${process.env.PATH}`;
  const run = spawnSync('npm', ['run', 'build'], {
    cwd: project,
    encoding: 'utf8',
    env: { ...process.env, PATH: path, NODE_ENV: 'production' },
  });
  if (run.status !== 0) throw new Error(run.stdout + run.stderr);
  return run.stdout;
}

/** Stricter than the page's own policy: as a header it holds for the workers too. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
const TYPES = { '.html': 'text/html', '.css': 'text/css', '.svg': 'image/svg+xml' };

/**
 * Serves the built shop: `{ address, asked, artifact, prelude, stop, start }`. `artifact` may be other
 * bytes than the built ones; `asked` are the statuses that requests for it got; `prelude` is code that
 * its web worker runs first.
 */
export async function serveShop() {
  const dist = join(project, 'dist');
  const shop = { artifact: readFileSync(join(dist, 'audiences.pqlb')), asked: [], prelude: '' };
  const answer = ({ url, headers }, response) => {
    const path = normalize(new URL(url, 'http://shop').pathname);
    const name = path === '/' ? 'index.html' : path;
    try {
      const isArtifact = name.endsWith('.pqlb');
      const built = isArtifact ? shop.artifact : readFileSync(join(dist, name));
      const body = /worker-.*\.js$/.test(name) ? shop.prelude + built : built;
      const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 16)}"`;
      const status = headers['if-none-match'] === etag ? 304 : 200;
      if (isArtifact) shop.asked.push(status);
      response.writeHead(status, {
        'content-type': TYPES[extname(name)] ?? (isArtifact ? 'application/octet-stream' : 'text/javascript'),
        'content-security-policy': POLICY,
        etag,
      });
      response.end(status === 200 ? body : undefined);
    } catch {
      response.writeHead(404).end();
    }
  };
  let server;
  let port = 0;
  shop.start = async () => {
    server = createServer(answer).listen(port, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    ({ port } = server.address());
  };
  shop.stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  await shop.start();
  shop.address = `http://127.0.0.1:${port}/`;
  return shop;
}

export const launch = () =>
  chromium.launch({ executablePath: process.env.CHROME_PATH, args: BROWSER_FLAGS });

/** A visitor with a storage of their own: `{ context, open, complaints }`. */
export async function visitor(browser, address, options = {}) {
  const context = await browser.newContext(options);
  const complaints = [];
  const open = async () => {
    const tab = await context.newPage();
    tab.on('pageerror', (error) => complaints.push(String(error)));
    tab.on('console', (message) => complaints.push(message.text()));
    await tab.goto(address);
    await ready(tab);
    return tab;
  };
  return { context, open, complaints };
}

/** Until the worker has answered for the first time. */
export const ready = (tab) => tab.waitForSelector('html[data-ready]');

/** Until the service worker has what it needs for a start without a network. */
export const kept = (tab) =>
  tab.waitForFunction(async () => {
    const cache = await caches.open('shop');
    const names = (await cache.keys()).map(({ url }) => new URL(url).pathname);
    return names.includes('/') && names.some((name) => /worker-.*\.js$/.test(name));
  });

/** What the store holds of the visitor, as any script of the page may read it. */
export const stored = (tab) =>
  tab.evaluate(() => new Promise((resolve, reject) => {
    const opened = indexedDB.open('audiences', 1);
    opened.onerror = () => reject(opened.error);
    opened.onsuccess = () => {
      const request = opened.result.transaction('visitor').objectStore('visitor').get('me');
      request.onsuccess = () => {
        opened.result.close();
        resolve(request.result ?? null);
      };
    };
  }));

/** The ids of the audiences that the page shows with a status. */
export const audiences = (tab, status) =>
  tab.locator(`#audiences li[data-status="${status}"]`)
    .evaluateAll((items) => items.map((item) => item.dataset.audience).sort());
