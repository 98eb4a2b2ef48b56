// Decides with what was compiled before the deployment: only the small runtime is needed.

import { AudienceSet, PqlError, Query } from 'pql-edge/runtime';

import * as compiled from './compiled.js';

const audiences = AudienceSet.fromBytes(compiled.audiences);
const canadian = Query.fromBytes(compiled.canadian);

export function decide(visitor) {
  return {
    matches: canadian.matches(visitor),
    audiences: audiences.evaluate(JSON.stringify(visitor)),
    error: mistake(compiled.audiences.slice(1)),
  };
}

function mistake(bytes) {
  try {
    return AudienceSet.fromBytes(bytes).size;
  } catch (error) {
    if (error instanceof PqlError) return error.diagnostics[0].code;
    throw error;
  }
}
