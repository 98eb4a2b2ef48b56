// The definitions of `--definitions`: compiled here, or loaded when they were compiled before.

import { AudienceSet } from '../node.js';
import { bytesOf, shownName } from './input.js';
import { Problem } from './problem.js';
import { refused, render } from './render.js';
import { schemaOf } from './schema.js';
import { definitionsIn, textFor } from './source.js';

/** What compiled sets and queries begin with. */
const SET = 'PQLS';
const QUERY = 'PQLB';

/** `{ set, skipped, broken }`: `broken` of the skipped have mistakes, which are shown. */
export async function definitionsOf(file, { options, report, warn }) {
  const bytes = await bytesOf(file);
  const name = shownName(file);
  const start = bytes.toString('latin1', 0, 4);
  if (start === QUERY) throw new Problem(`${name}: it holds one query, not a set of audiences`);
  const compiled = start === SET;
  const set = compiled ? loaded(bytes, name) : await compiledSet(bytes, options, name);
  const skipped = set.skipped;
  const broken = skipped.filter(({ diagnostics }) => diagnostics.length > 0);
  if (broken.length > 0) report(`${mistakes(broken, bytes, name, warn)}\n`);
  return { set, compiled, skipped: skipped.map(({ id, reason }) => ({ id, reason })), broken: broken.length };
}

function loaded(bytes, name) {
  try {
    return AudienceSet.fromBytes(bytes);
  } catch (error) {
    throw refused(error, { name });
  }
}

async function compiledSet(bytes, options, name) {
  const { strict, evaluation } = options;
  const schema = await schemaOf(options);
  try {
    return AudienceSet.compile(new Uint8Array(bytes), { strict, evaluation, schema });
  } catch (error) {
    throw refused(error, { name });
  }
}

/** What is wrong with each definition, under the text of its query. */
function mistakes(broken, bytes, file, paint) {
  const queries = new Map(definitionsIn(bytes.toString()).map((one) => [one?.id, one]));
  return broken.map(({ id, diagnostics }) => {
    const query = queries.get(id);
    const name = id === '' ? file : `${file} (${id})`;
    return render(query ? textFor(query) : '', diagnostics, paint, name);
  }).join('\n');
}
