// What the corpus run prints for a person.

import { colours } from '../demo/style.mjs';

const SHOWN = 3;
const WIDTH = 88;

/** The report; `stream` says whether in colour. */
export function asText(found, stream) {
  const paint = colours(stream);
  const parts = [
    summary(found, paint),
    refused(found.parsing, paint),
    list('Accepted, but invalid', found.parsing.wronglyAccepted.map(short), paint),
    list('Trees not read as they should be', found.trees.failed.map(explained), paint),
    list('Expressions that conversion changes', found.conversion.lost.map(explained), paint),
    list('Truth-table rows that fail', found.tables.failed.map(row), paint),
    list('Rows that contradict the other tables', found.tables.contradictions.map(row), paint),
    verdict(found, paint),
  ];
  return `\n${parts.filter(Boolean).join('\n\n')}\n\n`;
}

function summary({ parsing, trees, conversion, ajo, tables }, { bold, dim }) {
  const percent = ((100 * parsing.accepted) / parsing.wanted).toFixed(1);
  const kept = parsing.unwanted - parsing.wronglyAccepted.length;
  const rows = [
    ['valid expressions', parsing.accepted, parsing.wanted, `accepted, ${percent} %`],
    ['invalid expressions', kept, parsing.unwanted, 'refused'],
    ['pql/json trees', trees.held, trees.trees, 'read, or refused when malformed'],
    ['conversions', conversion.held, conversion.texts, 'to pql/json, text, and the same pql/json'],
    ['ajo expressions', ajo.checked, ajo.wanted, 'use functions of PQL alone, and check'],
    ['', ajo.foreign, ajo.wanted, `use ${ajo.functions.length} functions of personalization`],
    ['', ajo.unreadable.length, ajo.wanted, 'are no PQL for another reason'],
    ['truth-table rows', tables.held, tables.rows, `hold, in ${tables.tables} tables`],
    ['', tables.contradictions.length, tables.rows, 'contradict the other tables (documented)'],
  ];
  const told = rows.filter(([name, part]) => name !== '' || part > 0);
  const lines = told.map(([name, part, whole, text]) =>
    `  ${name.padEnd(20)} ${bold(String(part).padStart(4))} of ${String(whole).padEnd(4)} ${text}`);
  const title = `${bold('PQL corpus')} ${dim('public expressions of segment definitions')}`;
  return `${title}\n\n${lines.join('\n')}`;
}

function refused({ refused: groups }, { bold, dim }) {
  if (groups.length === 0) return '';
  const blocks = groups.map(({ code, message, expressions }) => [
    `  ${String(expressions.length).padStart(3)} × ${bold(code)} ${message}`,
    ...expressions.slice(0, SHOWN).map((expr) => `        ${dim(short(expr))}`),
    ...(expressions.length > SHOWN ? [dim(`        … ${expressions.length - SHOWN} more`)] : []),
  ].join('\n'));
  return `${bold('Refused, but valid')}\n${blocks.join('\n')}`;
}

function list(title, entries, { bold, dim }) {
  if (entries.length === 0) return '';
  return `${bold(title)}\n${entries.map((entry) => `  ${dim('·')} ${entry}`).join('\n')}`;
}

const explained = ({ expr, why }) => `${short(expr)}: ${why}`;

function row({ expr, given, expected, actual, message }) {
  if (message) return `${short(expr)}: ${message}`;
  const values = Object.values(given).map((value) => JSON.stringify(value)).join(', ');
  return `${short(expr)} with ${values}: ${JSON.stringify(actual)}, the table says `
    + JSON.stringify(expected);
}

function verdict({ problems }, { green, yellow }) {
  if (problems.length === 0) return green('✓ as good as promised');
  return problems.map((problem) => yellow(`✗ ${problem}`)).join('\n');
}

function short(text) {
  const line = text.replace(/\s+/g, ' ');
  return line.length > WIDTH ? `${line.slice(0, WIDTH - 1)}…` : line;
}
