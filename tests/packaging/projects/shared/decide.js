// Decides with the compiler at hand: rules can be written while the program runs.

import { AudienceSet, PqlError, compile } from 'pql-edge';

import definitions from './definitions.js';

const audiences = AudienceSet.fromBytes(AudienceSet.compile(definitions).toBytes());

export function decide(visitor) {
  const canadian = compile('homeAddress.countryCode = "CA"');
  return {
    matches: canadian.matches(visitor),
    audiences: audiences.evaluate(visitor),
    error: mistake('homeAddress.countryCode = )'),
  };
}

function mistake(rule) {
  try {
    return compile(rule).resultType;
  } catch (error) {
    if (error instanceof PqlError) return error.diagnostics[0].code;
    throw error;
  }
}
