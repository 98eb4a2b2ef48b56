// The corpus of public expressions, which lies beside the checkout and is not part of it.

import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = new URL('../../', import.meta.url);
export const CORPUS = '../shared/corpus/pql-corpus.jsonl';

/** The lines in one dialect: `pql` of segment definitions, `pql/json`, `ajo` … */
export const inDialect = (lines, name) => lines.filter(({ dialect }) => dialect === name);

/** All lines, or undefined when there is no corpus. */
export function readCorpus() {
  const file = fileURLToPath(new URL(CORPUS, ROOT));
  if (!existsSync(file)) return undefined;
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line));
}
