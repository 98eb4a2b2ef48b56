// Decides with modules that the program brings itself: addresses, bytes, or compiled ones.

import { PqlError, compile, init as initWhole } from 'pql-edge/slim';
import { AudienceSet, init as initRuntime } from 'pql-edge/runtime/slim';

import * as compiled from './compiled.js';

export async function start({ whole, runtime }) {
  await Promise.all([initWhole(whole), initRuntime(runtime)]);
  const canadian = compile('homeAddress.countryCode = "CA"');
  const audiences = AudienceSet.fromBytes(compiled.audiences);
  return (visitor) => ({
    matches: canadian.matches(visitor),
    audiences: audiences.evaluate(visitor),
    error: mistake('homeAddress.countryCode = )'),
  });
}

function mistake(rule) {
  try {
    return compile(rule).resultType;
  } catch (error) {
    if (error instanceof PqlError) return error.diagnostics[0].code;
    throw error;
  }
}
