// The definitions of `--definitions`: compiled here, or loaded when they were compiled before.

import { AudienceSet } from '../node.js';
import { bytesOf, shownName } from './input.js';
import { NEGATIVE, Problem, UNUSABLE } from './problem.js';
import { refused, render } from './render.js';
import { schemaOf } from './schema.js';
import { definitionsIn, textFor } from './source.js';
import { many } from './terminal.js';

/** What compiled sets and queries begin with. */
const SET = 'PQLS';
const QUERY = 'PQLB';
/** The code of what is no definition at all. */
const NO_DEFINITION = 'P0701';

/**
 * `{ set, skipped, broken }`: `broken` is how many of the skipped have mistakes, which were shown;
 * they end the command unless it keeps going.
 */
export async function definitionsOf(file, { options, report, warn }) {
  const bytes = await bytesOf(file);
  const name = shownName(file);
  const start = bytes.toString('latin1', 0, 4);
  if (start === QUERY) throw new Problem(`${name}: it holds one query, not a set of audiences`);
  const set = start === SET ? loaded(bytes, name) : await compiled(bytes, options, name);
  const skipped = set.skipped;
  const broken = skipped.filter(({ diagnostics }) => diagnostics.length > 0);
  if (broken.length > 0) report(`${mistakes(broken, bytes, name, warn)}\n`);
  if (broken.length > 0 && !options['keep-going']) throw incomplete(broken, skipped, set, name);
  if (set.size === 0) throw empty(skipped, name);
  return {
    set, skipped: skipped.map(({ id, reason }) => ({ id, reason })), broken: broken.length,
  };
}

function loaded(bytes, name) {
  try {
    return AudienceSet.fromBytes(bytes);
  } catch (error) {
    throw refused(error, { name });
  }
}

async function compiled(bytes, options, name) {
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

/** A mistake in a definition is an answer; a file that holds none cannot be read. */
function incomplete(broken, skipped, set, name) {
  const unread = broken.filter(({ diagnostics: [{ code }] }) => code === NO_DEFINITION);
  const nothing = unread.length === skipped.length && set.size === 0;
  if (nothing) return new Problem(`${name}: there are no definitions in it`);
  const verb = broken.length === 1 ? 'does' : 'do';
  return new Problem(`${name}: ${many(broken.length, 'definition')} ${verb} not compile`, {
    help: '`--keep-going` leaves out what does not compile', status: NEGATIVE,
  });
}

function empty(skipped, name) {
  if (skipped.length === 0) return new Problem(`${name}: there are no definitions in it`);
  const notEnabled = skipped.some(({ diagnostics }) => diagnostics.length === 0);
  const help = '`--evaluation any` takes those that are not enabled for synchronous evaluation too';
  return new Problem(`${name}: none of ${many(skipped.length, 'definition')} takes part`, {
    help: notEnabled ? help : undefined, status: notEnabled ? UNUSABLE : NEGATIVE,
  });
}
