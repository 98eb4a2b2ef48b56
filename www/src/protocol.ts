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
  | { type: 'ready' }
  | { type: 'failed'; message: string }
  | { type: 'answer'; id: number; answer: Answer }
  | { type: 'timing'; id: number; nanoseconds: number };

export interface Answer {
  /** Where the rule was a `pql/json` tree: the same as text, which is what the editor is for. */
  text: string | undefined;
  report: Report;
  outcome: Outcome;
  /** Told whatever the rule is: each is mended in a place of its own. */
  profile: Problem | undefined;
  now: Problem | undefined;
}

export interface Problem {
  message: string;
  /** An offset into the text, where it is known. */
  at: number | undefined;
}

export type Outcome =
  | { kind: 'result'; matches: boolean; raw: string | undefined; why: Part[]; more: number }
  /** The rule does not compile, the profile or the time cannot be read: what there is says why. */
  | { kind: 'rule' | 'profile' | 'now' }
  /** The evaluation was stopped, as by its limit of steps. */
  | { kind: 'stopped'; message: string };

export type Sign = 'true' | 'false' | 'value' | 'unused';

/** One line of the explanation; `start` and `end` are offsets into the rule. */
export interface Part {
  depth: number;
  start: number;
  end: number;
  text: string;
  sign: Sign;
  value: string;
  /** Such as `none of 3 items, nearest 1` or `true 3 of 12 times`; empty where it was evaluated once. */
  times: string;
  decides: boolean;
}
