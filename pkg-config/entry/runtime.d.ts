/// <reference lib="esnext.disposable" />

import type {
  AudienceExplanation,
  Context,
  Explanation,
  Lookback,
  Profile,
  Qualification,
} from './index.js';

export { PqlError, edgeResponse } from './index.js';
export type {
  Activation,
  AudienceExplanation,
  AudienceVerdict,
  Context,
  Destination,
  Diagnostic,
  EdgeHandle,
  EdgeResponse,
  ExplainedItems,
  Explanation,
  ExplanationNode,
  Lookback,
  Membership,
  Profile,
  Qualification,
  SegmentMembership,
} from './index.js';

/** A compiled expression, loaded. */
export class Query {
  private constructor();
  /** Loads what `toBytes` of the whole package made. Hostile bytes are an error, not a crash. */
  static fromBytes(bytes: Uint8Array): Query;
  /** The result itself; `null` for missing. */
  evaluate(profile: Profile, context?: Context): unknown;
  /** The result as a segment takes it: true or false. */
  matches(profile: Profile, context?: Context): boolean;
  /** Every sub-expression with its place, its value and whether it decided the result. */
  explain(profile: Profile, context?: Context): Explanation;
  /** Every path that it can read: `homeAddress.countryCode`, `xEvent[].eventType`. */
  readonly reads: string[];
  /** The type of its result, such as `Boolean` or `Any`. */
  readonly resultType: string;
  /** Gives the memory back at once; the garbage collector does it later otherwise. */
  free(): void;
  [Symbol.dispose](): void;
}

/** A compiled set of audiences, loaded. */
export class AudienceSet {
  private constructor();
  /** Loads what `toBytes` of the whole package made. Hostile bytes are an error, not a crash. */
  static fromBytes(bytes: Uint8Array): AudienceSet;
  /** How many definitions take part. */
  readonly size: number;
  /** Their ids, in the order in which they were given. */
  readonly ids: string[];
  /** Every path that one of them can read. */
  readonly reads: string[];
  /** How far back, and at which paths, the set looks at events. */
  readonly lookback: Lookback;
  /** Always empty: what was skipped when the set was compiled is not in its bytes. */
  readonly skipped: never[];
  /** The ids of the audiences that the profile is in. */
  evaluate(profile: Profile, context?: Context): string[];
  /** What became of each audience, compared with what the profile was in before. */
  qualify(profile: Profile, context?: Context): Qualification;
  /** Why the profile is in an audience or not, through the audiences that it asks for. */
  explain(id: string, profile: Profile, context?: Context): AudienceExplanation;
  /** The events that the set can still see at `now` or later, cut to what it reads of them. */
  retain(events: object[] | string | Uint8Array, now?: Date | number | string): object[];
  /** Gives the memory back at once; the garbage collector does it later otherwise. */
  free(): void;
  [Symbol.dispose](): void;
}
