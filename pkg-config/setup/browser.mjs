// A Chromium to test in: one that is there, or Debian's where we may install it.

import { existsSync } from 'node:fs';

import { install, mayInstall } from './debian.mjs';
import { which } from './run.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Head-less, without a sandbox (root has none), and silent on the network. */
export const BROWSER_FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

/** `{ chromium, chromedriver }`, each a path or undefined; tests that lack one are skipped. */
export async function ensureBrowser() {
  const found = look();
  if (found.chromium && found.chromedriver) return found;
  if (found.chromium && !found.chromium.startsWith('/usr/bin/chromium')) return found;
  if (!mayInstall()) return found;
  await install(['chromium', 'chromium-driver'], 'Chromium for the browser tests');
  return look();
}

export const browserAdvice =
  'no Chromium found: install Chromium or Chrome (and chromedriver of the same version),\n' +
  '  or name them in CHROME_PATH and CHROMEDRIVER';

function look() {
  const named = process.env.CHROME_PATH;
  const chromium = named && existsSync(named) ? named : first(NAMES.map(which)) ?? first(PLACES);
  const chromedriver = process.env.CHROMEDRIVER ?? which('chromedriver');
  return { chromium, chromedriver };
}

const first = (paths) => paths.find((path) => path && existsSync(path));
