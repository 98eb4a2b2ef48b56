// The realistic set: the 150 synchronous definitions of the demonstration, and its profiles.

import { readFileSync } from 'node:fs';

const FOLDER = new URL('../../../www/public/samples/', import.meta.url);

/** What is expected was found by the test oracle, which shares no code with the package. */
export function readSampleSet() {
  const manifest = JSON.parse(read('manifest.json'));
  const answers = JSON.parse(read('expected.json'));
  const lines = read(manifest.profiles.file).trimEnd().split('\n');
  const definitions = JSON.parse(read(manifest.definitions.file)).segments;
  const synchronous = definitions.filter(
    ({ evaluationInfo }) => evaluationInfo?.synchronous?.enabled === true,
  );
  const profiles = lines.map((text) => ({
    object: JSON.parse(text),
    text,
    bytes: new TextEncoder().encode(text),
  }));
  const expected = profiles.map(({ object }) => answers[object._id]);
  const found = expected.reduce((sum, ids) => sum + ids.length, 0);
  return {
    now: Date.parse(manifest.now),
    definitions: synchronous,
    profiles,
    expected,
    hitRate: found / profiles.length / synchronous.length,
  };
}

const read = (name) => readFileSync(new URL(name, FOLDER), 'utf8');
