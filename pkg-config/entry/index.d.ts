/// <reference lib="esnext.disposable" />

/** One PQL expression as the Segmentation API holds it. */
export interface Expression {
  /** The language; there is no other. */
  type: 'PQL';
  /** Whether `value` is text or a tree. */
  format: 'pql/text' | 'pql/json';
  /** The query: PQL text, or the tree of `pql/json` as JSON text or as an object. */
  value: string | object;
}

/** PQL text (pql/json when it is a JSON object with a `nodeType`), an expression, a definition. */
export type Source = string | Expression | SegmentDefinition;

/** A segment definition as the Segmentation API returns it; unknown members are ignored. */
export interface SegmentDefinition {
  /** What `inSegment` and memberships call the audience. */
  id: string;
  /** What people call it; explanations show it. */
  name?: string;
  /** Not looked at. */
  description?: string;
  /** Who is in it. */
  expression: Expression;
  /** Looked at by `eligibility` alone: profiles come merged. */
  mergePolicyId?: string;
  /** Not looked at: the option `schema` of the set counts. */
  schema?: { name?: string; id?: string };
  /** Which ways of evaluation it is enabled for; `synchronous` is the edge. */
  evaluationInfo?: {
    batch?: { enabled: boolean };
    continuous?: { enabled: boolean };
    synchronous?: { enabled: boolean };
  };
  /** Whether who opted out is kept out; the option `consent` says how. */
  dataGovernancePolicy?: { excludeOptOut?: boolean };
}

/** One merged XDM profile: an object, JSON text, or UTF-8 JSON bytes (a request body as it is). */
export type Profile = object | string | Uint8Array;

/** What an evaluation may know besides the profile. */
export interface Context {
  /** The time of the evaluation; numbers are epoch milliseconds. Default: the host's clock. */
  now?: Date | number | string;
  /** The event history. Default: the profile's own `xEvent`. */
  events?: object[] | string | Uint8Array;
  /** The incoming event, added to the history. */
  event?: object | string | Uint8Array;
  /** The audiences the profile was in before. Default: the profile's own, in older shapes too. */
  segmentMembership?: SegmentMembership | string | Uint8Array;
  /**
   * What a rule refers to besides the profile, under the name that it uses: `$2` and on for further
   * parameters, `@{schema id}` for context objects, a class's URI for its instances.
   */
  parameters?: { [name: string]: unknown };
}

/** Memberships by namespace and audience id, as a profile stores them. */
export interface SegmentMembership {
  [namespace: string]: { [id: string]: Membership };
}

/** One membership, as a profile stores it. */
export interface Membership {
  /** `existing` and `realized` are in, `exited` was in. */
  status: 'realized' | 'existing' | 'exited';
  /** RFC 3339: when the profile entered or left. */
  lastQualificationTime?: string;
  /** RFC 3339: from then on it is no membership any more. */
  validUntil?: string;
}

/** One finding about a source text; offsets count UTF-16 units, as JavaScript does. */
export interface Diagnostic {
  /** A stable code, such as `P0201`: `src/docs/errors.md` explains each. */
  code: string;
  /** Only an `error` keeps a query from being compiled. */
  severity: 'error' | 'warning' | 'hint';
  /** What is the matter, in one line. */
  message: string;
  /** What to do about it, where there is advice. */
  help?: string;
  /** Where it begins in the text, from 0. */
  start: number;
  /** Where it ends: the offset behind the last unit. */
  end: number;
  /** The line of `start`, from 1. */
  line: number;
  /** The column of `start` in its line, from 1. */
  column: number;
}

/** PQL that does not compile, a profile that cannot be read, bytes that are no program. */
export class PqlError extends Error {
  private constructor();
  /** Always `PqlError`, also where classes of several realms meet. */
  readonly name: 'PqlError';
  /** Everything that was found, in the order of the text. */
  readonly diagnostics: Diagnostic[];
  /** The message as a terminal shows it: the source line with carets below it. */
  rendered(): string;
}

/** What a compilation may know and take. */
export interface CompileOptions {
  /** Only the language as the platform documents it: its extensions by this package are errors. */
  strict?: boolean;
  /** What is known of the fields; without it every field can be anything. */
  schema?: Schema;
  /** What texts and evaluations may take. */
  limits?: Limits;
}

/** What texts and evaluations may take; going over one is a `PqlError` that names it. */
export interface Limits {
  /** The longest text, in bytes. Default: 1 MiB. */
  source?: number;
  /** The deepest nesting; 100 is the default and the most. */
  depth?: number;
  /** The most steps of an evaluation. Default: 10,000,000, some tenths of a second. */
  fuel?: number;
  /** The most values of a result, those in others among them. Default: 1,000,000. */
  result?: number;
}

/** What a check may know besides. */
export interface CheckOptions extends CompileOptions {
  /** Which generation of the platform's rules decides eligibility; the newest by default. */
  rules?: Rules;
}

/**
 * A generation of the platform's rules: about 2022, 2023 to May 2025, from 20 May 2025 (`2025`), and the
 * newest that is known.
 */
export type Rules = 'E1' | 'E2' | 'E3' | 'E4' | '2025' | 'newest';

/**
 * Compiles one expression to bytecode, to be evaluated many times.
 *
 * ```js
 * import { compile } from 'pql-edge';
 *
 * const query = compile('homeAddress.countryCode = "CA"');
 * console.log(query.matches({ homeAddress: { countryCode: 'CA' } }));
 * // true
 * ```
 *
 * @throws {PqlError} with every finding, not only the first.
 */
export function compile(source: Source, options?: CompileOptions): Query;

/** Says what there is to say about an expression; bad PQL is a report, not an exception. */
export function check(source: Source, options?: CheckOptions): Report;

/**
 * The expression as canonical PQL text: one spelling for what has several, on lines of at most `width`
 * characters (100 by default) where that is possible.
 *
 * @throws {PqlError} for what does not parse.
 */
export function format(source: Source, options?: { width?: number }): string;

/**
 * The same query in the other format: text as `pql/json`, `pql/json` as canonical text. The value is
 * a string either way, as segment definitions have it.
 *
 * @throws {PqlError} for what does not parse.
 */
export function convert(source: Source): Expression & { value: string };

/**
 * Reads XDM JSON Schema: one document, or several that refer to each other. Documents of the class
 * of experience events describe `xEvent`, all others the profile.
 *
 * ```js
 * import { check, loadSchema } from 'pql-edge';
 *
 * const schema = loadSchema({ properties: { age: { type: 'integer' } } });
 * console.log(check('agee > 5', { schema }).diagnostics[0].help);
 * // did you mean `age`?
 * ```
 *
 * @throws {PqlError} with every part that is no JSON Schema, and a JSON pointer to it.
 */
export function loadSchema(documents: object | object[]): Schema;

/** The fields of profiles and events, for `compile`, `check` and `AudienceSet.compile`. */
export class Schema {
  private constructor();
  /** Gives the memory back at once; what was compiled with it stays usable. */
  free(): void;
  [Symbol.dispose](): void;
}

/** What `check` found. */
export interface Report {
  /** Whether it compiles: there is no error among the diagnostics. */
  ok: boolean;
  /** The type of the result, such as `Boolean` or `Any`. */
  resultType: string;
  /** Errors, warnings and hints, in the order of the text. */
  diagnostics: Diagnostic[];
  /** Every path the expression can read: `homeAddress.countryCode`, `xEvent[].eventType`. */
  reads: string[];
  /** The ids named by `inSegment`. */
  segments: string[];
  /** Where the platform would evaluate it, under the rules that were asked for. */
  eligibility: Eligibility;
}

/**
 * Which ways of evaluation the platform would allow, and why not the others. It is advice: whatever
 * compiles is evaluated here.
 */
export interface Eligibility {
  /** In the request, at the edge. */
  edge: boolean;
  /** As events arrive, in the hub. */
  streaming: boolean;
  /** Once a day: every query. */
  batch: true;
  /** What the expression looks at, in the platform's words: `single event and profile`. */
  kind: string;
  /** Empty where nothing speaks against any way. */
  reasons: EligibilityReason[];
}

/** What rules a way of evaluation out, or what to know of those that are allowed. */
export interface EligibilityReason {
  /** A stable name: `long-window`, `segment-with-event`. */
  code: string;
  /** The same in words, in one line. */
  message: string;
  /** What it rules out: a way is allowed when no reason keeps from it. */
  keepsFrom: ('edge' | 'streaming')[];
  /** The part of the expression, in UTF-16 units. */
  start: number;
  /** The offset behind its last unit. */
  end: number;
}

/** What is known of an organization besides its definitions. */
export interface EligibilityOptions {
  /** Which generation of the platform's rules decides; the newest by default. */
  rules?: Rules;
  /**
   * Its merge policies as the API returns them, further members are ignored. One that is not among
   * them, or does not say `isActiveOnEdge`, counts as active on the edge; a definition that names
   * none has the one with `default`.
   */
  mergePolicies?: { id: string; isActiveOnEdge?: boolean; default?: boolean }[];
  /** Paths of the profile that batches bring, such as `loyalty`, with all that is below them. */
  batchFields?: string[];
}

/** A compiled expression. */
export class Query {
  private constructor();
  /** Loads what `toBytes` made. The bytes are verified: hostile ones are an error, not a crash. */
  static fromBytes(bytes: Uint8Array): Query;
  /**
   * The result itself; `null` for missing.
   *
   * @throws {PqlError} for a profile or a context that cannot be read, and at a limit.
   */
  evaluate(profile: Profile, context?: Context): unknown;
  /** The result as a segment takes it: true or false. */
  matches(profile: Profile, context?: Context): boolean;
  /** Every sub-expression with its place, its value and whether it decided the result. */
  explain(profile: Profile, context?: Context): Explanation;
  /** The compiled query, to be loaded with `fromBytes`, also by `pql-edge/runtime`. */
  toBytes(): Uint8Array;
  /** Every path that it can read: `homeAddress.countryCode`, `xEvent[].eventType`. */
  readonly reads: string[];
  /** The type of its result, such as `Boolean` or `Any`. */
  readonly resultType: string;
  /** Gives the memory back at once; the garbage collector does it later otherwise. */
  free(): void;
  [Symbol.dispose](): void;
}

/** What an evaluation came to, and what every part of the query came to. */
export interface Explanation {
  /** The result itself; `null` for missing. */
  result: unknown;
  /** The result as a segment takes it. */
  matches: boolean;
  /** The whole expression, its parts below it. */
  root: ExplanationNode;
  /** The tree as a terminal shows it. */
  rendered: string;
}

/** One sub-expression; offsets count UTF-16 units. */
export interface ExplanationNode {
  /** Where it begins in the text, from 0. */
  start: number;
  /** The offset behind its last unit. */
  end: number;
  /** The line of `start`, from 1. */
  line: number;
  /** The column of `start` in its line, from 1. */
  column: number;
  /** Its value; inside a loop, for the item that is shown. */
  value: unknown;
  /** Its value as a condition. */
  truth: boolean;
  /** How many times it was evaluated; 0 when it was not needed. */
  evaluated: number;
  /** How many of those times its value counted as true. */
  passed: number;
  /** Whether it was evaluated for the item that is shown. */
  shown: boolean;
  /** Whether the result would not be what it is without it. */
  decided: boolean;
  /** Of a loop over items or a step of a `chain`: what it found; else null. */
  items: ExplainedItems | null;
  /** Its parts, in the order of the text. */
  children: ExplanationNode[];
}

/** The items that a loop went through, or the events that a step of a `chain` looked at. */
export interface ExplainedItems {
  /** How many were looked at. */
  count: number;
  /** How many of them were collected, or fit the step. */
  fit: number;
  /**
   * The place in its array, from 0, of the item whose values are shown inside: the one that
   * decided; where none did, the nearest, which satisfied the most conditions.
   */
  shown: number | null;
  /** RFC 3339: the time of that event; null for an item of a loop. */
  time: string | null;
  /** Whether that item decided: it was found, or it failed where all have to pass. */
  decided: boolean;
  /** The same in words: `none of 3 items, nearest 1`. */
  text: string;
}

/** Which definitions take part in a set, and what it makes of them; `toBytes` keeps the choices. */
export interface AudienceSetOptions extends CompileOptions {
  /** Which definitions take part. Default: those with `synchronous` enabled. */
  evaluation?: 'synchronous' | 'any';
  /**
   * Whether one that does not compile lands in `skipped` (the default) or is an exception, which names
   * the first one. Those that are only not enabled are always in `skipped`.
   */
  onError?: 'skip' | 'throw';
  /** What is known of the fields; definitions that it rules out are treated as `onError` says. */
  schema?: Schema;
  /** How memberships are written. */
  membership?: MembershipOptions;
  /** Whom their consents keep out of the audiences; members that are kept out leave. */
  consent?: ConsentOptions;
}

/** How memberships are written. */
export interface MembershipOptions {
  /**
   * `three` (the default): those who stay are `existing` from the second evaluation on. `two`: they
   * stay `realized`. All statuses are read.
   */
  statuses?: 'three' | 'two';
  /** How many days after it an exit is kept; null for ever. Default: 30. */
  keepExited?: number | null;
}

/** Whom their choices keep out. */
export interface ConsentOptions {
  /**
   * What `dataGovernancePolicy.excludeOptOut` of a definition does. `policy` (the default): keeps out
   * who has opted out. `opt-in`: keeps out who has not opted in. `ignore`: nothing.
   */
  optOut?: 'policy' | 'opt-in' | 'ignore';
  /** What the audiences are for; who denies one of these is in none of them. Default: nothing. */
  purposes?: ConsentPurpose[];
  /** Whether a choice that is missing, pending or unknown is a denial. */
  strict?: boolean;
}

/** A choice below `consents` of a profile. */
export type ConsentPurpose =
  | 'collect'
  | 'share'
  | 'adID'
  | 'personalize.content'
  | `marketing.${'any' | 'email' | 'push' | 'sms' | 'whatsApp' | 'call' | 'fax' | 'commercialEmail' | 'postalMail'}`;

/**
 * PQL that is true of the profiles that deny none of the purposes, to be joined to a rule with `and`.
 *
 * ```js
 * import { consentPredicate } from 'pql-edge';
 *
 * console.log(consentPredicate(['collect']));
 * // not (consents.collect.val in ["n", "dn"])
 * ```
 */
export function consentPredicate(purposes: ConsentPurpose[], options?: { strict?: boolean }): string;

/**
 * Segment definitions: one, an array, a response of the API, or the JSON of any of these as text or
 * UTF-8 bytes; also one on every line.
 */
export type Definitions =
  | SegmentDefinition
  | readonly SegmentDefinition[]
  | { segments: readonly SegmentDefinition[] }
  | string
  | Uint8Array;

/** Many definitions, evaluated against one profile in one call. */
export class AudienceSet {
  private constructor();
  /**
   * Compiles definitions; one that is wrong hides no other.
   *
   * @throws {PqlError} for the first wrong one with `onError: 'throw'`, and for values of options that
   * mean nothing.
   * @throws {TypeError} for options that there are not, or of another kind.
   */
  static compile(definitions: Definitions, options?: AudienceSetOptions): AudienceSet;
  /** Loads what `toBytes` made. The bytes are verified: hostile ones are an error, not a crash. */
  static fromBytes(bytes: Uint8Array): AudienceSet;
  /**
   * The compiled set: to be loaded where there is no compiler, by `pql-edge/runtime`. The same
   * definitions give the same bytes. What was skipped is not in them.
   */
  toBytes(): Uint8Array;
  /**
   * Takes definitions out, then others in: one whose id is known takes the place of the old one. What
   * does not compile lands in `skipped`. Only what changed is compiled, with the options of the set.
   */
  update(added: Definitions, removedIds?: string[]): void;
  /** How many definitions take part. */
  readonly size: number;
  /** Their ids, in the order in which they were given. */
  readonly ids: string[];
  /** Every path that one of them can read. */
  readonly reads: string[];
  /** How far back, and at which paths, the set looks at events. */
  readonly lookback: Lookback;
  /** The definitions that do not take part, with the reason. */
  readonly skipped: { id: string; reason: string; diagnostics: Diagnostic[] }[];
  /** What there is to mind in those that do, such as `inSegment` of an id that no definition has. */
  readonly warnings: { id: string; diagnostics: Diagnostic[] }[];
  /**
   * The ids of the audiences that the profile is in, in the order of the set.
   *
   * @throws {PqlError} for a profile or a context that cannot be read, and at a limit.
   */
  evaluate(profile: Profile, context?: Context): string[];
  /** What became of each audience, compared with what the profile was in before. */
  qualify(profile: Profile, context?: Context): Qualification;
  /**
   * Why the profile is in an audience or not, through the audiences that it asks for.
   *
   * @throws {PqlError} for an id that the set does not hold.
   */
  explain(id: string, profile: Profile, context?: Context): AudienceExplanation;
  /**
   * The events that the set can still see at `now` or at any later time, in their order, cut to what
   * it reads of them: evaluating with these gives the same answers as with all.
   */
  retain(events: object[] | string | Uint8Array, now?: Date | number | string): object[];
  /**
   * Which ways of evaluation the platform would allow every definition that was given, in their
   * order, those in `skipped` among them; references are followed through all of them.
   */
  eligibility(options?: EligibilityOptions): (Eligibility & { id: string })[];
  /** Gives the memory back at once; the garbage collector does it later otherwise. */
  free(): void;
  [Symbol.dispose](): void;
}

/** The reach of a set. */
export interface Lookback {
  /** How old an event can be and still matter: 0 when none does, null when all do. */
  milliseconds: number | null;
  /** What is read of events: `xEvent[].eventType`. */
  paths: string[];
}

/** What `AudienceSet.explain` says of one audience. */
export interface AudienceVerdict extends Explanation {
  /** The id of its definition. */
  id: string;
  /** The name of its definition; empty where it has none. */
  name: string;
  /** The text of its query, which the offsets refer to. */
  source: string;
  /** Whether the profile is in it. */
  member: boolean;
  /** What keeps the profile out whatever the query says; null when nothing does. */
  keptOut: (Explanation & { reason: string; source: string }) | null;
}

/** The verdict on the audience that was asked for. */
export interface AudienceExplanation extends AudienceVerdict {
  /** The audiences whose memberships it used, directly or not. */
  audiences: AudienceVerdict[];
}

/** What became of the memberships of a profile. */
export interface Qualification {
  /** The whole map, ready to store; memberships that are not of the set are in it as they were. */
  segmentMembership: SegmentMembership;
  /** The audiences that the profile entered. */
  realized: string[];
  /** Those that it stays in. */
  existing: string[];
  /** Those that it left. */
  exited: string[];
  /** Those whose stored record is newer than `now`, and was left as it is. */
  newer: string[];
  /**
   * What a destination gets: the audiences of the namespace `ups` that the profile is in now, those
   * of other sources among them, as far as they are mapped to the destination.
   *
   * @throws {TypeError} for an attribute that is no text, number or Boolean.
   */
  activation(destination: Destination): Activation;
}

/** A destination for personalization at the edge. */
export interface Destination {
  /** The id of its connection. */
  id: string;
  /** The name of the integration. */
  alias: string;
  /** The audiences that are mapped to it. Default: all. */
  audiences?: string[];
  /** Attributes of the profile, for destinations that get some; null and undefined are left out. */
  attributes?: { [name: string]: string | number | boolean | null | undefined };
}

/** One object of the payload of `activation:pull`. */
export interface Activation {
  /** Always the same. */
  type: 'profileLookup';
  /** The id of the destination. */
  destinationId: string;
  /** The alias of the destination. */
  alias: string;
  /** The audiences that the profile is in, in the order of their ids. */
  segments: { id: string; namespace: 'ups' }[];
  /** The attributes that the destination gets, where it gets some. */
  attributes?: { [name: string]: { value: string | number | boolean } };
}

/** One part of an answer of the Edge Network. */
export interface EdgeHandle {
  /** What it is about, such as `activation:pull`. */
  type: string;
  /** Whatever its type says. */
  payload: unknown[];
  /** Which of the request's events it answers. */
  eventIndex?: number;
}

/** The body of an answer of the Edge Network. */
export interface EdgeResponse {
  /** The id of the request, as it was given. */
  requestId: string;
  /** The parts of the answer. */
  handle: EdgeHandle[];
}

/**
 * An answer as the Edge Network gives it: the other handles, then `activation:pull` with what each
 * destination gets; with nothing, which is its default, the profile is not at the edge.
 */
export function edgeResponse(answer: {
  requestId: string;
  activations?: Activation[];
  /** Which of the request's events it answers. Default: 0. */
  eventIndex?: number;
  handles?: EdgeHandle[];
}): EdgeResponse;
