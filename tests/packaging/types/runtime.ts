// Uses the whole API of the runtime; compiled as a module (.mts) and as CommonJS (.cts).

import {
  AudienceSet,
  PqlError,
  Query,
  edgeResponse,
  type AudienceExplanation,
  type AudienceVerdict,
  type Context,
  type Diagnostic,
  type Explanation,
  type Lookback,
  type Profile,
  type Qualification,
} from 'pql-edge/runtime';
import { Query as SlimQuery, init, initSync } from 'pql-edge/runtime/slim';
import { AudienceSet as WholeSet, PqlError as WholeError } from 'pql-edge';

const bytes = new Uint8Array();
const profiles: Profile[] = [{ a: 1 }, '{"a":1}', bytes];
const context: Context = { now: new Date(), events: '[]', event: {}, parameters: {} };

export function useQueries(): boolean {
  const query: Query = Query.fromBytes(bytes);
  const values: unknown[] = profiles.map((profile) => query.evaluate(profile, context));
  const explanation: Explanation = query.explain({});
  void [values, explanation.rendered, query.reads[0], query.resultType];
  const matches: boolean = query.matches('{}');
  query.free();
  query[Symbol.dispose]();
  return matches;
}

export function useAudiences(): string[] {
  const set: AudienceSet = AudienceSet.fromBytes(bytes);
  const size: number = set.size;
  const ids: string[] = set.ids;
  const lookback: Lookback = set.lookback;
  const reach: number | null = lookback.milliseconds;
  const explanation: AudienceExplanation = set.explain('x', {}, context);
  const verdict: AudienceVerdict | undefined = explanation.audiences[0];
  const history: object[] = set.retain([{}], 0);
  const qualification: Qualification = set.qualify({});
  const response = edgeResponse({ requestId: 'r', activations: [] });
  void [size, ids, reach, verdict?.keptOut?.reason, history, response, set.skipped.length];
  set.free();
  set[Symbol.dispose]();
  return [...set.evaluate({}), ...qualification.realized];
}

export function useWhole(set: WholeSet): AudienceSet {
  set.update({ id: 'a', expression: { type: 'PQL', format: 'pql/text', value: 'a' } }, ['b']);
  set.update({ segments: [] });
  set.update('{}');
  const reach: number | null = set.lookback.milliseconds;
  const warnings: Diagnostic[] | undefined = set.warnings[0]?.diagnostics;
  const kept: object[] = set.retain('[]');
  void [reach, warnings, kept, WholeSet.fromBytes(set.toBytes())];
  return AudienceSet.fromBytes(set.toBytes());
}

export function useErrors(error: unknown): Diagnostic[] {
  if (error instanceof PqlError) return error.diagnostics;
  return error instanceof WholeError ? error.diagnostics : [];
}

export async function useSlim(module: WebAssembly.Module): Promise<SlimQuery> {
  initSync(module);
  initSync(bytes);
  await init('/runtime.wasm');
  return SlimQuery.fromBytes(bytes);
}

// What must not compile.
// @ts-expect-error the constructor is private
new Query();
// @ts-expect-error bytes are no text
Query.fromBytes('text');
// @ts-expect-error there is no compiler
import { compile } from 'pql-edge/runtime';
// @ts-expect-error nor in a set
AudienceSet.compile([]);
// @ts-expect-error which cannot be changed
AudienceSet.fromBytes(bytes).update([]);
