// What the page and its worker say to each other.

import type { Report } from 'pql-edge';

/** Everything that an answer depends on. */
export interface Question {
  rule: string;
  profile: string;
  now: string;
}

export interface Asked extends Question {
  id: number;
}

/** The worker first gives the answer, then, when there was a result, how long it takes. */
export type Said =
  | { type: 'failed'; message: string }
  | { type: 'answer'; id: number; answer: Answer }
  | { type: 'timing'; id: number; nanoseconds: number };

export interface Answer {
  report: Report;
  outcome: Outcome;
}

export type Outcome =
  | { kind: 'result'; matches: boolean; raw: string | undefined; why: Part[]; more: number }
  /** The rule does not compile: the report says why. */
  | { kind: 'rule' }
  /** `at` is an offset into the profile's text, where the reader names one. */
  | { kind: 'profile'; message: string; at: number | undefined }
  | { kind: 'now'; message: string }
  /** The evaluation was stopped, as by its limit of steps. */
  | { kind: 'stopped'; message: string };

export type Sign = 'true' | 'false' | 'some' | 'value' | 'unused';

/** One line of the explanation; `start` and `end` are offsets into the rule. */
export interface Part {
  depth: number;
  start: number;
  end: number;
  text: string;
  sign: Sign;
  value: string;
  /** Such as `true 3 of 12 times`; empty where it was evaluated once. */
  times: string;
  decides: boolean;
}
