// What is wrong with a profile before the engine sees it, and where.

import type { Problem } from '../protocol';

export function profileProblem(text: string): Problem | undefined {
  if (text.trim() === '') return problem('The profile is empty. The smallest one is {}', undefined);
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return undefined;
    return problem('A profile is a JSON object, { … }', 0);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return problem(`The profile is not valid JSON: ${message}`, place(message, text));
  }
}

function problem(message: string, at: number | undefined): Problem {
  return { message, at };
}

/** The place is only in the words of the message, and each browser has its own. */
function place(message: string, text: string): number | undefined {
  const offset = /at position (\d+)/.exec(message)?.[1];
  if (offset) return Math.min(Number(offset), text.length);
  const [, line, column] = /at line (\d+) column (\d+)/.exec(message) ?? [];
  if (line && column) return lineStart(text, Number(line)) + Number(column) - 1;
  return /end of (JSON|data)|EOF/i.test(message) ? text.length : undefined;
}

function lineStart(text: string, line: number): number {
  let at = 0;
  for (let passed = 1; passed < line; passed += 1) at = text.indexOf('\n', at) + 1;
  return at;
}
