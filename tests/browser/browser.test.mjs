// The installed package in headless Chromium: as plain modules and through two bundlers.

import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { build as esbuild } from 'esbuild';
import { chromium } from 'playwright-core';
import { build as vite } from 'vite';

import { BROWSER_FLAGS } from '../../pkg-config/setup/browser.mjs';
import { expected } from '../answers.mjs';
import { application, importThere, installedFolder } from '../installed.mjs';
import { artifacts, expected as expectedOfRuntime } from '../runtime-answers.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const site = join(application, 'site');
const { exports } = JSON.parse(readFileSync(join(installedFolder, 'package.json'), 'utf8'));
const entry = (name) => exports[name].default.default.replace('./', '/pql-edge/');

let browser;
let server;
let address;

before(async () => {
  rmSync(site, { recursive: true, force: true });
  mkdirSync(site, { recursive: true });
  const programs = ['page.mjs', 'slim-page.mjs', 'runtime-page.mjs'];
  for (const name of programs) copyFileSync(here(name), join(site, name));
  for (const name of ['answers.mjs', 'runtime-answers.mjs']) {
    copyFileSync(here(`../${name}`), join(site, name));
  }
  server = createServer(answer).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  address = `http://127.0.0.1:${server.address().port}`;
  browser = await chromium.launch({
    executablePath: process.env.CHROME_PATH,
    args: BROWSER_FLAGS,
  });
});

after(async () => {
  await browser?.close();
  server?.close();
});

const TYPES = {
  '.html': 'text/html',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

/** The site and, below /pql-edge/, the installed package; nothing may make code from text. */
function answer({ url }, response) {
  const path = normalize(new URL(url, 'http://site').pathname);
  const inPackage = path.startsWith('/pql-edge/');
  const file = inPackage ? join(installedFolder, path.slice(9)) : join(site, path);
  try {
    const body = readFileSync(file);
    const type = TYPES[extname(file)] ?? 'text/javascript';
    const scripts = "script-src 'self' 'nonce-map' 'wasm-unsafe-eval'";
    const policy = `default-src 'self'; img-src data:; ${scripts}`;
    response.writeHead(200, { 'content-type': type, 'content-security-policy': policy });
    response.end(body);
  } catch {
    response.writeHead(404).end();
  }
}

const page = (script, imports) => `<!doctype html><meta charset="utf-8"><title>pql-edge</title>
<link rel="icon" href="data:,">
${imports ? `<script type="importmap" nonce="map">${JSON.stringify({ imports })}</script>` : ''}
<script type="module" src="${script}"></script>`;

/** Opens a page of the site and waits for its report; anything on the console is a failure. */
async function visit(name) {
  const tab = await browser.newPage();
  const complaint = new Promise((resolve, reject) => {
    tab.on('pageerror', reject);
    tab.on('console', (message) => reject(new Error(message.text())));
  });
  await tab.goto(`${address}/${name}`);
  const reported = tab.waitForFunction(() => window.report, undefined, { timeout: 15_000 });
  await Promise.race([reported, complaint]);
  const report = await tab.evaluate(() => window.report);
  await tab.close();
  return report;
}

test('the default entry as plain modules', async () => {
  const imports = { 'pql-edge': entry('.') };
  writeFileSync(join(site, 'plain.html'), page('/page.mjs', imports));
  assert.deepEqual(await visit('plain.html'), expected);
});

test('the slim entry with the module downloaded', async () => {
  const imports = { 'pql-edge/slim': entry('./slim') };
  writeFileSync(join(site, 'slim.html'), page('/slim-page.mjs', imports));
  assert.deepEqual(await visit('slim.html'), expected);
});

test('the slim entry of the runtime with module and artifacts downloaded', async () => {
  writeFileSync(join(site, 'artifacts.json'), JSON.stringify(artifacts(await importThere())));
  const imports = { 'pql-edge/runtime/slim': entry('./runtime/slim') };
  writeFileSync(join(site, 'runtime.html'), page('/runtime-page.mjs', imports));
  assert.deepEqual(await visit('runtime.html'), expectedOfRuntime);
});

test('bundled by esbuild into one script', async () => {
  await esbuild({
    entryPoints: [join(site, 'page.mjs')],
    outdir: join(site, 'esbuild'),
    bundle: true,
    format: 'iife',
    minify: true,
    logLevel: 'silent',
  });
  assert.deepEqual(readdirSync(join(site, 'esbuild')), ['page.js']);
  writeFileSync(join(site, 'esbuild.html'), page('/esbuild/page.js'));
  assert.deepEqual(await visit('esbuild.html'), expected);
});

test('bundled by Vite, without a plug-in and without an asset', async () => {
  writeFileSync(join(site, 'index.html'), page('/page.mjs'));
  await vite({
    root: site,
    base: '/vite/',
    configFile: false,
    logLevel: 'silent',
    build: { outDir: join(site, 'vite'), emptyOutDir: true },
  });
  const assets = readdirSync(join(site, 'vite', 'assets'));
  assert.deepEqual(assets.filter((name) => !name.endsWith('.js')), []);
  assert.deepEqual(await visit('vite/index.html'), expected);
});
