// The ids of the sample definitions, so that one definition can name another.

import { uuid } from '../prng.mjs';

/** The id of the definition with this key. */
export function idOf(key) {
  return uuid(`definition:${key}`);
}

/** An audience that was imported: stored on profiles, defined nowhere in the samples. */
export const EXTERNAL = uuid('audience:imported-lookalikes');

/** A trait of another system, in the namespace `AAM` of some profiles. */
export const SHARED = '20418837';
