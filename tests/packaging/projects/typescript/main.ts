// A program in TypeScript that imports all four entries as a module.

import {
  AudienceSet,
  PqlError,
  compile,
  type Definitions,
  type Profile,
  type SegmentDefinition,
} from 'pql-edge';
import { Query, type Context } from 'pql-edge/runtime';
import { init as initWhole } from 'pql-edge/slim';
import { init as initRuntime } from 'pql-edge/runtime/slim';
import type wholeModule from 'pql-edge/pql.wasm';
import type runtimeModule from 'pql-edge/runtime.wasm';

import * as compiled from './compiled.js';
import visitor from './visitor.js';

interface Answers {
  matches: boolean;
  audiences: string[];
  error: string | undefined;
}

const profile: Profile = visitor;
const context: Context = { now: new Date() };
const definition = (id: string, value: string): SegmentDefinition => ({
  id,
  expression: { type: 'PQL', format: 'pql/text', value },
  evaluationInfo: { synchronous: { enabled: true } },
});
const definitions: Definitions = [
  definition('gold', 'loyalty.points >= 1000'),
  definition('gold-canada', 'inSegment("gold") and homeAddress.countryCode = "CA"'),
];

function codeOf(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof PqlError) return error.diagnostics[0]?.code;
    throw error;
  }
}

const set = AudienceSet.fromBytes(AudienceSet.compile(definitions).toBytes());
const whole: Answers = {
  matches: compile('homeAddress.countryCode = "CA"').matches(profile, context),
  audiences: set.evaluate(profile, context),
  error: codeOf(() => compile('homeAddress.countryCode = )')),
};
const runtime: Answers = {
  matches: Query.fromBytes(compiled.canadian).matches(profile, context),
  audiences: AudienceSet.fromBytes(compiled.audiences).evaluate(profile, context),
  error: codeOf(() => Query.fromBytes(compiled.audiences.slice(1))),
};

export async function start(
  modules: Promise<[typeof wholeModule, typeof runtimeModule]>,
): Promise<void> {
  const [forWhole, forRuntime] = await modules;
  await Promise.all([initWhole(forWhole), initRuntime(forRuntime)]);
}

console.log(JSON.stringify({ whole, runtime }));
