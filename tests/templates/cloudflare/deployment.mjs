// A built copy of the template on workerd, with what wrangler.jsonc binds, answering over loopback.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { toolsFolder } from '../../../pkg-config/setup/tools.mjs';
import { bundled } from './project.mjs';

const require = createRequire(join(toolsFolder, 'package.json'));
const { Miniflare } = require('miniflare');
const { unstable_getMiniflareWorkerOptions: readConfiguration } = require('wrangler');

const KINDS = { '.js': 'ESModule', '.wasm': 'CompiledWasm', '.bin': 'Data' };

/**
 * Starts it: `{ url, runtime, stop() }`. State is in `persist`, or lost; `vars` are added to those of
 * the configuration, `kv` binds a namespace for the definitions.
 */
export async function start(folder, { persist, vars = {}, kv = false } = {}) {
  const { workerOptions } = readConfiguration(join(folder, 'wrangler.jsonc'));
  const { compatibilityDate, compatibilityFlags, durableObjects, bindings } = workerOptions;
  const runtime = new Miniflare({
    modules: modules(join(folder, 'dist')),
    compatibilityDate,
    compatibilityFlags,
    durableObjects,
    bindings: { ...bindings, ...vars },
    durableObjectsPersist: persist ?? false,
    kvPersist: false,
    kvNamespaces: kv ? ['AUDIENCES'] : [],
    host: '127.0.0.1',
    port: 0,
    handleRuntimeStdio: (out, errors) => [out, errors].forEach((stream) => stream.resume()),
  });
  const url = String(await runtime.ready).replace(/\/$/, '');
  return { url, runtime, stop: () => runtime.dispose() };
}

function modules(dist) {
  const names = bundled(join(dist, '..')).filter((name) => KINDS[name.match(/\.\w+$/)?.[0]]);
  const entryFirst = names.sort((a, b) => Number(b === 'worker.js') - Number(a === 'worker.js'));
  return entryFirst.map((name) => ({
    type: KINDS[name.match(/\.\w+$/)[0]],
    path: join(dist, name),
    contents: readFileSync(join(dist, name)),
  }));
}

export const TOKEN = 'a token for tests';

/** An event of a visitor, as a page sends it. */
export const event = (id, more = {}) => ({
  xdm: { identityMap: { ECID: [{ id, primary: true }] }, eventType: 'web.webpagedetails.pageViews', ...more },
});

/** Sends JSON, or a body as it is; gives the status and the JSON of the answer. */
export async function send(url, body, { headers = {}, ...init } = {}) {
  const response = await fetch(url, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
    ...init,
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, json: text && JSON.parse(text) };
}

/** The ids of the audiences after an event. */
export async function audiencesOf(url, sent) {
  const { status, json } = await send(`${url}/v2/interact`, { event: sent });
  if (status !== 200) throw new Error(`${status}: ${JSON.stringify(json)}`);
  return json.handle.at(-1).payload[0].segments.map(({ id }) => id);
}

const profileOf = (url, id) => `${url}/profiles/ECID/${encodeURIComponent(id)}`;
const authorized = { authorization: `Bearer ${TOKEN}` };

export const putProfile = (url, id, profile) =>
  send(profileOf(url, id), profile, { method: 'PUT', headers: authorized });

/** Everything that is kept of a visitor. */
export async function kept(url, id) {
  const response = await fetch(profileOf(url, id), { headers: authorized });
  return response.json();
}
