// A program in TypeScript that requires all four entries.

import pql = require('pql-edge');
import runtime = require('pql-edge/runtime');
import slim = require('pql-edge/slim');
import runtimeSlim = require('pql-edge/runtime/slim');
import type { Context, Profile, SegmentDefinition } from 'pql-edge';

interface Answers {
  matches: boolean;
  audiences: string[];
  error: string | undefined;
}

const profile: Profile = { homeAddress: { countryCode: 'CA' }, loyalty: { points: 1200 } };
const context: Context = { now: Date.now() };
const definition = (id: string, value: string): SegmentDefinition => ({
  id,
  expression: { type: 'PQL', format: 'pql/text', value },
  evaluationInfo: { synchronous: { enabled: true } },
});

function codeOf(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof pql.PqlError) return error.diagnostics[0]?.code;
    throw error;
  }
}

const canadian: pql.Query = pql.compile('homeAddress.countryCode = "CA"');
const set: pql.AudienceSet = pql.AudienceSet.compile([
  definition('gold', 'loyalty.points >= 1000'),
  definition('gold-canada', 'inSegment("gold") and homeAddress.countryCode = "CA"'),
]);
const bytes: Uint8Array = set.toBytes();

const whole: Answers = {
  matches: canadian.matches(profile, context),
  audiences: set.evaluate(profile, context),
  error: codeOf(() => pql.compile('homeAddress.countryCode = )')),
};
const loaded: runtime.AudienceSet = runtime.AudienceSet.fromBytes(bytes);
const deployed: Answers = {
  matches: runtime.Query.fromBytes(canadian.toBytes()).matches(profile, context),
  audiences: loaded.evaluate(profile, context),
  error: codeOf(() => runtime.Query.fromBytes(bytes.slice(1))),
};

async function start(module: ArrayBuffer): Promise<slim.Query> {
  await runtimeSlim.init(module);
  await slim.init(module);
  return slim.compile('true');
}

export = start;

console.log(JSON.stringify({ whole, runtime: deployed }));
