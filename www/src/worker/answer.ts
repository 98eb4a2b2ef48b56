// Answers one question with the package: what there is to say about the rule, and its result.

import { PqlError, check, compile, convert, type Explanation } from 'pql-edge/slim';

import type { Answer, Outcome, Problem, Question } from '../protocol';
import { parts } from './parts';
import { profileProblem } from './profile';

/** The answer, and where there is a result, the call whose time is worth measuring. */
export interface Answered extends Answer {
  measure?: { call: () => unknown; free: () => void };
}

export function answer({ rule, profile: text, now: time }: Question): Answered {
  const report = check(rule);
  const profile = profileProblem(text);
  const now = timeProblem(time);
  const told = { text: textOfTree(rule), report, profile, now };
  if (!report.ok) return { ...told, outcome: { kind: 'rule' } };
  if (profile) return { ...told, outcome: { kind: 'profile' } };
  if (now) return { ...told, outcome: { kind: 'now' } };
  return { ...told, ...evaluate(rule, text, instant(time)) };
}

/** The text of a rule that is a tree. */
function textOfTree(rule: string): string | undefined {
  if (!rule.trimStart().startsWith('{')) return undefined;
  try {
    const { format, value } = convert(rule);
    return format === 'pql/text' ? value : undefined;
  } catch (error) {
    if (!(error instanceof PqlError)) throw error;
    return undefined;
  }
}

type Evaluated = Pick<Answered, 'outcome' | 'measure'> & Partial<Answered>;

function evaluate(rule: string, text: string, now: string | number): Evaluated {
  const query = compile(rule);
  try {
    const bytes = new TextEncoder().encode(text);
    const outcome = result(query.explain(bytes, { now }), rule);
    const call = () => query.matches(bytes, { now });
    return { outcome, measure: { call, free: () => query.free() } };
  } catch (error) {
    query.free();
    // Anything else is a trap: the engine's end, and not to be caught here.
    if (!(error instanceof PqlError)) throw error;
    const { message } = error;
    // P05 is about profiles; P0303, once the rule compiles, about the depth of one.
    const ofProfile = /^P05|^P0303/.test(error.diagnostics[0]?.code ?? '');
    if (!ofProfile) return { outcome: { kind: 'stopped', message } };
    return { outcome: { kind: 'profile' }, profile: { message, at: undefined } };
  }
}

/** Text as it stands; digits alone are epoch milliseconds. */
function instant(now: string): string | number {
  const text = now.trim();
  return /^-?\d{5,}$/.test(text) ? Number(text) : text;
}

/** What is a time, the package decides: a query that needs nothing else is asked with it. */
function timeProblem(now: string): Problem | undefined {
  const query = compile('true');
  try {
    query.matches('{}', { now: instant(now) });
    return undefined;
  } catch {
    const message = 'This is not a time. Write 2026-11-20T12:00:00Z, or epoch milliseconds.';
    return { message, at: undefined };
  } finally {
    query.free();
  }
}

const RAW_LENGTH = 4000;

function result({ matches, result: raw, root }: Explanation, rule: string): Outcome {
  const shown = typeof raw === 'boolean' ? undefined : clipped(JSON.stringify(raw, null, 1));
  return { kind: 'result', matches, raw: shown, ...parts(root, rule) };
}

function clipped(text: string): string {
  const rest = text.length - RAW_LENGTH;
  if (rest <= 0) return text;
  return `${text.slice(0, RAW_LENGTH)}\n… ${rest.toLocaleString('en')} more characters`;
}
