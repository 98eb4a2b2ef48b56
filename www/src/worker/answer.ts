// Answers one question with the package: what there is to say about the rule, and its result.

import { PqlError, check, compile, type Explanation, type Query } from 'pql-edge/slim';

import type { Answer, Outcome, Question } from '../protocol';
import { parts } from './parts';
import { profileProblem } from './profile';

/** The answer, and where there is a result, the call whose time is worth measuring. */
export interface Answered extends Answer {
  measure?: { call: () => unknown; free: () => void };
}

export function answer({ rule, profile, now }: Question): Answered {
  const report = check(rule);
  if (!report.ok) return { report, outcome: { kind: 'rule' } };
  const problem = profileProblem(profile);
  if (problem) return { report, outcome: problem };
  let query: Query | undefined;
  try {
    query = compile(rule);
    const compiled = query;
    const bytes = new TextEncoder().encode(profile);
    const context = { now: instant(now) };
    const outcome = result(compiled.explain(bytes, context), rule);
    const call = () => compiled.matches(bytes, context);
    return { report, outcome, measure: { call, free: () => compiled.free() } };
  } catch (error) {
    query?.free();
    return { report, outcome: failure(error) };
  }
}

/** Text as it stands; digits alone are epoch milliseconds. */
function instant(now: string): string | number {
  const text = now.trim();
  return /^-?\d{5,}$/.test(text) ? Number(text) : text;
}

const RAW_LENGTH = 4000;

function result({ matches, result: raw, root }: Explanation, rule: string): Outcome {
  const shown = typeof raw === 'boolean' ? undefined : clipped(JSON.stringify(raw, null, 1));
  return { kind: 'result', matches, raw: shown, ...parts(root, rule) };
}

function clipped(text: string): string {
  const cut = text.length - RAW_LENGTH;
  return cut > 0 ? `${text.slice(0, RAW_LENGTH)}\n… ${cut.toLocaleString('en')} more characters` : text;
}

/** The package names the cause by class and code; a trap is the engine's end, and the caller's. */
function failure(error: unknown): Outcome {
  if (!(error instanceof PqlError || error instanceof TypeError)) throw error;
  const { message } = error;
  if (error instanceof TypeError && message.startsWith('now ')) {
    return { kind: 'now', message: `${message}. Write 2026-11-20T12:00:00Z, or epoch milliseconds` };
  }
  const found = error instanceof PqlError ? error.diagnostics[0] : undefined;
  if (found?.code.startsWith('P05')) return { kind: 'profile', message, at: undefined };
  return { kind: 'stopped', message };
}
