// Writes what a whole run found beside the benchmarks, for people and for later comparison.

import { writeFileSync } from 'node:fs';

import { writePlots } from './growth.mjs';
import { asMarkdown } from './markdown.mjs';

const beside = (name) => new URL(`../${name}`, import.meta.url);

export function saveResults(run) {
  writePlots(run);
  writeFileSync(beside('RESULTS.md'), asMarkdown(run));
  writeFileSync(beside('results.json'), `${JSON.stringify(run, rounded, 1)}\n`);
}

/** Four digits are more than any clock here is good for. */
const rounded = (name, value) =>
  typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value;
