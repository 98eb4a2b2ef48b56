// The compiled sets that the measurements of loading load, as files.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { inRoot } from '../../../pkg-config/setup/paths.mjs';
import { definitions } from '../languages/pql.mjs';
import { readSampleSet } from '../workloads/samples.mjs';
import { makeSet } from '../workloads/sets.mjs';

const FOLDER = inRoot('target', 'benches', 'artifacts');

/** The path of a set of so many medium predicates, or of the samples for `samples`. */
export async function artifact(what) {
  const { AudienceSet } = await import('../../../pkg/node.js');
  const list = what === 'samples' ? readSampleSet().definitions : definitions(makeSet(what));
  const set = AudienceSet.compile(list, { evaluation: 'any', onError: 'throw' });
  mkdirSync(FOLDER, { recursive: true });
  const path = join(FOLDER, `${what}.pqls`);
  writeFileSync(path, set.toBytes());
  set.free();
  return path;
}
