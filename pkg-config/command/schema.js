// The schema of `--schema`, from its files.

import { loadSchema } from '../node.js';
import { jsonOf } from './input.js';
import { refused } from './render.js';

/** Undefined when there is none. */
export async function schemaOf({ schema: files }) {
  if (!files) return undefined;
  const documents = [];
  for (const file of files) documents.push(await jsonOf(file));
  try {
    return loadSchema(documents.flat());
  } catch (error) {
    throw refused(error, { name: files.join(', ') });
  }
}
