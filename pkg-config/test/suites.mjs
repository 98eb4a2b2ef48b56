// What `npm test` runs, in order: Rust first, then the package as its users get it.

import { join } from 'node:path';

import { measure } from '../build/size.mjs';
import { FEATURE_SETS } from '../features.mjs';
import { ensureOldestNode, OLDEST } from '../setup/oldest-node.mjs';
import { ensureTools } from '../setup/tools.mjs';
import { findViceroy } from '../setup/viceroy.mjs';
import { cargoTest } from './cargo.mjs';
import { nodeTest } from './node.mjs';
import { browserTest, wasmTest } from './wasm.mjs';

/**
 * Each: a name and `run(tools)`: `{ passed, failed, skipped, why?, told?, output }` in the end. An
 * `optional` one may be skipped even where nothing else may: its tools take a quarter of an hour, or
 * are not to be had for every platform.
 */
export const suites = [
  ...FEATURE_SETS.filter(({ tested }) => tested).map(({ name, args }) => ({
    name: `rust, ${name}`,
    run: () => cargoTest(args),
  })),
  { name: 'wasm in Node', run: wasmTest },
  { name: 'wasm in Chromium', run: browserTest },
  { name: 'size', run: sizeTest },
  { name: 'js', run: (tools) => nodeTest('js', tools) },
  { name: 'benches', run: (tools) => nodeTest('benches', tools) },
  { name: 'packaging', run: (tools) => nodeTest('packaging', tools) },
  { name: 'projects', run: withTools(join('packaging', 'bundlers')) },
  { name: 'command', run: (tools) => nodeTest('command', tools) },
  ...['js', 'command'].map((folder) => ({
    name: `Node ${OLDEST}, ${folder}`,
    run: onOldestNode(folder),
    optional: true,
  })),
  { name: 'edge', run: (tools) => nodeTest('edge', tools) },
  { name: 'cloudflare', run: withTools(join('templates', 'cloudflare')) },
  { name: 'fastly', run: fastlyTest, optional: true },
  { name: 'browser', run: (tools) => nodeTest('browser', tools) },
  { name: 'browser-template', run: (tools) => nodeTest('templates/browser', tools) },
  { name: 'docs', run: (tools) => nodeTest('docs', tools) },
  { name: 'release', run: (tools) => nodeTest('release', tools) },
];

/** The tests of a folder that need the bundlers, servers and other runtimes. */
function withTools(folder) {
  return async (tools) => {
    await ensureTools();
    return nodeTest(folder, tools);
  };
}

/** The tests of a folder on the oldest Node.js that the package's manifest names. */
function onOldestNode(folder) {
  return async (tools) => {
    const node = await ensureOldestNode();
    if (node) return nodeTest(folder, { ...tools, node });
    const why = `npm has no Node ${OLDEST} for this platform`;
    return { passed: 0, failed: 0, skipped: 1, why, output: '' };
  };
}

function fastlyTest(tools) {
  const { why } = findViceroy();
  if (why) return { passed: 0, failed: 0, skipped: 1, why, output: '' };
  return nodeTest(join('templates', 'fastly'), tools);
}

async function sizeTest() {
  const measured = measure();
  const output = measured.flatMap(({ complaints }) => complaints).join('\n');
  const failed = measured.filter(({ complaints }) => complaints.length > 0).length;
  return { passed: measured.length - failed, failed, skipped: 0, output };
}
