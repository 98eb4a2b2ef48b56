// Uses the whole API; compiled as a module (.mts) and as CommonJS (.cts).

import {
  AudienceSet,
  PqlError,
  Query,
  Schema,
  check,
  compile,
  consentPredicate,
  convert,
  edgeResponse,
  format,
  loadSchema,
  type Activation,
  type AudienceSetOptions,
  type ConsentOptions,
  type Context,
  type Destination,
  type Diagnostic,
  type Eligibility,
  type EligibilityOptions,
  type EligibilityReason,
  type Explanation,
  type EdgeResponse,
  type ExplanationNode,
  type Expression,
  type MembershipOptions,
  type Profile,
  type Qualification,
  type Report,
  type SegmentDefinition,
  type SegmentMembership,
  type Source,
} from 'pql-edge';
import { init, initSync, compile as compileSlim } from 'pql-edge/slim';

const expression: Expression = { type: 'PQL', format: 'pql/text', value: 'a = 1' };
const definition: SegmentDefinition = {
  id: 'x',
  expression,
  evaluationInfo: { synchronous: { enabled: true } },
};
const sources: Source[] = ['a = 1', expression, definition];
const profiles: Profile[] = [{ a: 1 }, '{"a":1}', new Uint8Array()];
const membership: SegmentMembership = {
  ups: { x: { status: 'realized', lastQualificationTime: '2026-01-01T00:00:00Z' } },
};
const contexts: Context[] = [
  {},
  { now: new Date(), events: [{}], event: {}, segmentMembership: membership },
  { now: 1, events: '[]', event: '{}', segmentMembership: '{"ups":{}}' },
  { now: '2026-01-01', events: new Uint8Array(), event: new Uint8Array() },
];

export function useQueries(): void {
  for (const source of sources) {
    const query: Query = compile(source, { strict: true, limits: { fuel: 1000 } });
    for (const profile of profiles) {
      const matches: boolean = query.matches(profile, contexts[0]);
      const value: unknown = query.evaluate(profile);
      const explanation: Explanation = query.explain(profile, contexts[1]);
      const node: ExplanationNode | undefined = explanation.root.children[0];
      void [matches, value, node?.decided, node?.evaluated, node?.passed, explanation.rendered];
    }
    const bytes: Uint8Array = query.toBytes();
    const reads: string[] = query.reads;
    const type: string = Query.fromBytes(bytes).resultType;
    void [reads, type];
    query.free();
    query[Symbol.dispose]();
  }
}

export function useReports(): string {
  const report: Report = check('a = 1');
  const eligibility: Eligibility = report.eligibility;
  const diagnostics: Diagnostic[] = report.diagnostics;
  void [eligibility.edge, eligibility.reasons[0]?.message, diagnostics, report.segments];
  const converted: Expression = convert(expression);
  const text: string = convert(converted).value;
  return format(text, { width: 80 });
}

export function useEligibility(set: AudienceSet): string[] {
  const options: EligibilityOptions = {
    rules: '2025',
    mergePolicies: [{ id: 'main', isActiveOnEdge: false }],
    batchFields: ['loyalty'],
  };
  const found: (Eligibility & { id: string })[] = set.eligibility(options);
  const reasons: EligibilityReason[] = found.flatMap((it) => it.reasons);
  const edge: boolean = reasons.some(({ keepsFrom }) => keepsFrom.includes('edge'));
  return edge ? [] : found.map(({ id }) => id);
}

export function useSchemas(): boolean {
  const schema: Schema = loadSchema([{ properties: {} }, {}]);
  const { ok } = check('a = 1', { schema });
  void [compile('a', { schema }), AudienceSet.compile([definition], { schema })];
  schema.free();
  schema[Symbol.dispose]();
  return ok;
}

export function useAudiences(options: AudienceSetOptions): string[] {
  const set: AudienceSet = AudienceSet.compile([definition], options);
  const size: number = set.size;
  const reason: string | undefined = set.skipped[0]?.reason;
  const qualification: Qualification = set.qualify({}, { now: 0 });
  const status = qualification.segmentMembership['ups']?.['x']?.status;
  void [size, reason, status, set.explain('x', {}), set.ids, set.reads];
  set.free();
  return [...set.evaluate('{}'), ...qualification.realized, ...qualification.exited];
}

export function useDestinations(destination: Destination): EdgeResponse {
  const membership: MembershipOptions = { statuses: 'two', keepExited: null };
  const consent: ConsentOptions = { optOut: 'opt-in', purposes: ['marketing.email'], strict: true };
  const set = AudienceSet.compile([definition], { membership, consent });
  const found: Qualification = set.qualify({});
  const activation: Activation = found.activation(destination);
  const bare = found.activation({ id: 'x', alias: 'y', audiences: ['x'], attributes: { city: 'x' } });
  const city = bare.attributes?.['city']?.value;
  const text: string = consentPredicate(['collect', 'share'], { strict: false });
  void [city, text, found.newer, activation.segments[0]?.namespace];
  const handles = [{ type: 'state:store', payload: [] }];
  return edgeResponse({ requestId: 'r', eventIndex: 1, activations: [activation, bare], handles });
}

export function useErrors(): Diagnostic[] {
  try {
    compile(')');
  } catch (error) {
    if (error instanceof PqlError) {
      const name: 'PqlError' = error.name;
      void [error.message, error.rendered(), name];
      return error.diagnostics;
    }
  }
  return [];
}

export async function useSlim(module: WebAssembly.Module): Promise<Query> {
  initSync(module);
  initSync(new Uint8Array());
  await init('/pql.wasm');
  await init(module);
  return compileSlim('a = 1');
}

// What must not compile.
// @ts-expect-error the constructor is private
new Query();
// @ts-expect-error a number is no source
compile(3);
// @ts-expect-error a document is not a schema yet
compile('a', { schema: {} });
// @ts-expect-error a schema is not made of text
loadSchema('{}');
// @ts-expect-error no such option
compile('a', { stric: true });
// @ts-expect-error no such purpose
consentPredicate(['collecting']);
// @ts-expect-error destinations take single values
AudienceSet.compile([]).qualify({}).activation({ id: 'x', alias: 'y', attributes: { tags: ['a'] } });
// @ts-expect-error no such function
import { evaluate } from 'pql-edge';
