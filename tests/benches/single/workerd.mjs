// The start of a Worker on the real runtime, seen from outside: its own clock stands still.

import { copyFileSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { inRoot, packageFolder } from '../../../pkg-config/setup/paths.mjs';
import { deploy, serve } from '../../edge/runtime.mjs';
import { NOW } from '../workloads/constants.mjs';
import { makeProfiles } from '../workloads/profile.mjs';
import { makeSet } from '../workloads/sets.mjs';
import { spread } from '../run/statistics.mjs';

const FOLDER = inRoot('target', 'benches', 'workerd');
const ENGINES = inRoot('tests', 'benches', 'engines');
const AGAIN = 30;

const ours = `
  import { AudienceSet } from 'pql-edge';
  import { definitions } from '${inRoot('tests', 'benches', 'languages', 'pql.mjs')}';
  export function make(set) {
    const made = AudienceSet.compile(definitions(set), { evaluation: 'any' });
    return (profile) => made.evaluate(profile, { now: ${NOW} });
  }`;

const runtime = `
  import { AudienceSet } from 'pql-edge/runtime';
  import artifact from './set.pqls';
  export function make() {
    const made = AudienceSet.fromBytes(artifact);
    return (profile) => made.evaluate(profile, { now: ${NOW} });
  }`;

const peer = (id) => `
  import { open } from '${join(ENGINES, `${id}.mjs`)}';
  export const make = (set) => open({ now: ${NOW} }).set(set).object;`;

const nothing = 'export const make = () => () => [];';

const worker = `
  import { make } from './engine.mjs';
  import profile from './profile.json';
  import set from './set.json';
  let evaluate;
  export default {
    async fetch() {
      evaluate ??= make(set);
      return Response.json({ found: evaluate(profile).length });
    },
  };`;

const SOURCES = { nothing, ours, 'ours-runtime': runtime };

/** `{ startMs, firstMs, againMs }`, medians of `times` processes; `artifact`: the compiled set. */
export async function startOfWorker(id, size, artifact, times) {
  const folder = join(FOLDER, `${id}-${size}`);
  await prepare(folder, SOURCES[id] ?? peer(id), size, artifact);
  const all = [];
  for (let time = 0; time < times; time += 1) all.push(await once(folder));
  const middle = (key) => spread(all.map((one) => one[key])).median;
  return Object.fromEntries(Object.keys(all[0]).map((key) => [key, middle(key)]));
}

async function prepare(folder, source, size, artifact) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(FOLDER, 'node_modules'), { recursive: true });
  mkdirSync(folder);
  const link = join(FOLDER, 'node_modules', 'pql-edge');
  if (!existsSync(link)) symlinkSync(packageFolder, link);
  writeFileSync(join(folder, 'worker.mjs'), worker);
  writeFileSync(join(folder, 'engine.mjs'), source);
  const list = source === runtime ? [] : makeSet(size);
  writeFileSync(join(folder, 'set.json'), JSON.stringify(list));
  writeFileSync(join(folder, 'profile.json'), JSON.stringify(makeProfiles()[0]));
  if (source === runtime) copyFileSync(artifact, join(folder, 'set.pqls'));
  await deploy(folder);
}

async function once(folder) {
  const started = performance.now();
  const [child, address] = await serve(folder);
  try {
    const startMs = performance.now() - started;
    const firstMs = await request(address);
    const again = [];
    for (let time = 0; time < AGAIN; time += 1) again.push(await request(address));
    return { startMs, firstMs, againMs: spread(again).median };
  } finally {
    child.removeAllListeners('exit');
    child.kill();
  }
}

async function request(address) {
  const started = performance.now();
  const response = await fetch(address);
  const text = await response.text();
  if (response.status !== 200) throw new Error(`the Worker answers ${response.status}: ${text}`);
  return performance.now() - started;
}
