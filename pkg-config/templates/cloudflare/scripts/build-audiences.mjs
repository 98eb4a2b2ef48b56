// Compiles definitions.json to src/audiences.bin, which is deployed with the Worker.

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { AudienceSet, PqlError } from 'pql-edge';

const here = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));

/** Whom consent keeps out of all audiences: who denies that data is collected, or used for them. */
const options = { consent: { purposes: ['collect', 'personalize.content'] }, onError: 'throw' };

export const artifact = here('src/audiences.bin');

export function buildAudiences() {
  const set = AudienceSet.compile(readFileSync(here('definitions.json'), 'utf8'), options);
  writeFileSync(artifact, set.toBytes());
  const audiences = set.size === 1 ? '1 audience' : `${set.size} audiences`;
  console.log(`${audiences} in src/audiences.bin, looking back ${reach(set.lookback)}`);
  for (const { id, reason } of set.skipped) console.log(`  left out: ${id}, ${reason}`);
}

function reach({ milliseconds }) {
  return milliseconds === null ? 'for ever' : `${milliseconds / 3_600_000} hours`;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    buildAudiences();
  } catch (error) {
    if (!(error instanceof PqlError)) throw error;
    console.error(error.rendered());
    process.exitCode = 1;
  }
}
