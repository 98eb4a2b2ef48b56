// Writes the sample definitions and profiles; the same seed always gives the same bytes.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { NOW } from './clock.mjs';
import { EXTERNAL, idOf } from './definitions/ids.mjs';
import { definitionGroups, definitionList } from './definitions/index.mjs';
import { edgeCases } from './edge-cases.mjs';
import { profile } from './profiles.mjs';

export const SEED = 'acme-2026';
export const PROFILES = 220;

const HERE = dirname(fileURLToPath(import.meta.url));
export const TARGET = join(HERE, '..', '..', 'www', 'public', 'samples');

/** Every file of the samples, as `{ name: text }`. */
export function build() {
  const list = definitionList();
  const lines = everyone(list.segments).map((one) => JSON.stringify(one));
  return {
    'manifest.json': pretty(manifest(list.segments, lines)),
    'definitions.json': pretty(list),
    'profiles.ndjson': `${lines.join("\n")}\n`,
  };
}

/** Invented people first, hand-made cases last. */
function everyone(segments) {
  const cases = edgeCases();
  const known = segments.filter((one) => one.evaluationInfo.synchronous.enabled)
    .map((one) => one.id);
  // Stored more than once, so that the definitions that refer to them find members.
  const stored = [idOf('predicted-value'), EXTERNAL];
  const audiences = [...known, ...stored, ...stored, ...stored, ...stored];
  const people = Array.from({ length: PROFILES - cases.length },
    (_, index) => profile(SEED, index + 1, audiences));
  return [...people, ...cases];
}

function manifest(segments, lines) {
  const enabled = (mode) => segments.filter((one) => one.evaluationInfo[mode].enabled).length;
  const sizes = lines.map((line) => Buffer.byteLength(line)).sort((a, b) => a - b);
  const history = lines.map((line) => JSON.parse(line).xEvent?.length ?? 0);
  return {
    version: 1,
    seed: SEED,
    now: NOW,
    definitions: {
      file: 'definitions.json',
      count: segments.length,
      synchronous: enabled('synchronous'),
      continuous: enabled('continuous'),
      batch: enabled('batch'),
      groups: definitionGroups(),
    },
    profiles: {
      file: 'profiles.ndjson',
      count: lines.length,
      events: history.reduce((sum, count) => sum + count, 0),
      medianBytes: sizes[Math.floor(sizes.length / 2)],
      largestBytes: sizes[sizes.length - 1],
    },
  };
}

function pretty(value) {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function write() {
  mkdirSync(TARGET, { recursive: true });
  for (const [name, text] of Object.entries(build())) {
    writeFileSync(join(TARGET, name), text);
    process.stdout.write(`${name.padEnd(18)} ${Buffer.byteLength(text)} bytes\n`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) write();
