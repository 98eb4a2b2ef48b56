// The package as its users have it, through the entry `pql-edge`.

import { definitions, pql } from '../languages/pql.mjs';

const SETTINGS = { evaluation: 'any', onError: 'throw' };

export async function open({ now }) {
  const { AudienceSet, compile } = await import('../../../pkg/node.js');
  return {
    one: (condition) => asked(compile(pql(condition)), 'matches', now),
    set: (set) => asked(AudienceSet.compile(definitions(set), SETTINGS), 'evaluate', now),
    definitions: (list) => asked(AudienceSet.compile(list, SETTINGS), 'evaluate', now),
  };
}

/** The package takes objects, text and bytes itself. */
export function asked(artifact, method, now) {
  const context = { now };
  const ask = (profile) => artifact[method](profile, context);
  return { object: ask, text: ask, bytes: ask };
}
