// `pql-edge check`: what is wrong with queries, and where the platform could run them.

import { AudienceSet, check as checked } from '../node.js';
import { word } from './options.js';
import { NEGATIVE, OK, Problem } from './problem.js';
import { COLOURS, refused, render } from './render.js';
import { EXPRESSION, FILES, MANY, SCHEMA, STRICT } from './rows.js';
import { schemaOf } from './schema.js';
import { sourcesOf, textFor, title } from './source.js';
import { columns, many, plain, wrap } from './terminal.js';

export const check = {
  name: 'check',
  summary: 'say what is wrong with queries, what they read and where they can run',
  operand: MANY,
  files: Infinity,
  options: {
    expression: EXPRESSION,
    schema: SCHEMA,
    strict: STRICT,
    rules: {
      value: 'YEAR',
      read: word('E1', 'E2', 'E3', 'E4', '2025', 'newest'),
      help: "the generation of the platform's rules that eligibility follows (default: newest)",
    },
    json: { help: 'one JSON object: { ok, sources: [{ file, id, name, …report }] }' },
  },
  about: `
    ${FILES}

    Findings go to standard error with the line they speak of. Definitions of one FILE are also
    checked together: for references to audiences that are not there, or that lead in a circle.`,
  examples: [
    [`check -e 'homeAddress.countryCode = "CA"'`, 'one expression'],
    ['check --schema schema.json rules/*.pql', 'many files, with the fields that there are'],
  ],
  exits: { 1: 'there are errors' },
  run,
};

async function run(call) {
  const { strict, rules } = call.options;
  const options = { strict, rules, schema: await schemaOf(call.options) };
  const sources = await sourcesOf(call);
  const reports = sources.map((source) => ({ ...source, report: reportOf(source, options) }));
  together(reports, options);
  const ok = reports.every(({ report }) => report.ok);
  if (call.options.json) call.print(asJson(reports, ok));
  else show(reports, call);
  return ok ? OK : NEGATIVE;
}

function reportOf({ query, name }, options) {
  try {
    return checked(query, options);
  } catch (error) {
    if (error instanceof TypeError) throw new Problem(`${name}: ${error.message}`);
    throw refused(error, { name });
  }
}

/** What only shows when the definitions of a list are seen beside each other. */
function together(reports, options) {
  for (const file of new Set(reports.filter(({ listed }) => listed).map((one) => one.file))) {
    const members = reports.filter((one) => one.file === file && typeof one.query === 'object');
    const { schema, strict } = options;
    const set = AudienceSet.compile(members.map(({ query }) => query), {
      schema, strict, evaluation: 'any',
    });
    for (const { id, diagnostics } of [...set.warnings, ...set.skipped]) {
      const found = members.filter(({ query }) => query.id === id).at(-1);
      if (found) add(found.report, diagnostics);
    }
    set.free();
  }
}

function add(report, diagnostics) {
  const known = new Set(report.diagnostics.map(key));
  report.diagnostics.push(...diagnostics.filter((one) => !known.has(key(one))));
  report.ok &&= !diagnostics.some(isError);
}

const key = ({ code, start, message }) => `${code} ${start} ${message}`;
const isError = ({ severity }) => severity === 'error';

function asJson(reports, ok) {
  const sources = reports.map(({ file, query, report }) => {
    const { id, name } = typeof query === 'object' ? query : {};
    return { file, id, name, ...report };
  });
  return `${JSON.stringify({ ok, sources })}\n`;
}

function show(reports, { paint, warn, print, report: tell }) {
  for (const one of reports) {
    const { report: { diagnostics }, query, name } = one;
    if (diagnostics.length > 0) tell(`${render(textFor(query), diagnostics, warn, name)}\n`);
    print(`${line(one, paint)}\n`);
    if (reports.length === 1 && one.report.ok) print(details(one.report, paint));
  }
  if (reports.length !== 1) print(`\n${total(reports, paint)}\n`);
}

function line(source, paint) {
  const { report } = source;
  const name = plain(title(source));
  if (!report.ok) {
    const errors = report.diagnostics.filter(isError).length;
    return `${paint.red('✗')} ${paint.bold(name)}: ${many(errors, 'error')}`;
  }
  const warned = report.diagnostics.some(({ severity }) => severity === 'warning');
  const sign = warned ? paint.yellow('!') : paint.green('✓');
  return `${sign} ${paint.bold(name)}: ${report.resultType} ${paint.dim(`· ${ways(report)}`)}`;
}

const ways = ({ eligibility }) =>
  ['edge', 'streaming', 'batch'].filter((way) => eligibility[way]).join(', ');

function details({ reads, eligibility: { kind, reasons } }, paint) {
  const width = columns(process.stdout) - 2;
  const facts = [
    ['kind', [kind]],
    ['reads', reads.length > 0 ? [reads.join(', ')] : []],
    ...reasons.map(({ message, keepsFrom }) => [
      keepsFrom.map((way) => NOT[way]).join(', ') || 'to know',
      [message],
    ]),
  ];
  return facts
    .flatMap(([name, texts]) => texts.map((text) => wrap(`${name}: ${plain(text)}`, width, '    ')))
    .map((text) => `  ${text.replace(/^[^:]*:/, paint.dim)}\n`)
    .join('');
}

const NOT = { edge: 'not at the edge', streaming: 'not streaming' };

function total(reports, paint) {
  const all = reports.flatMap(({ report }) => report.diagnostics);
  const counted = Object.entries(COLOURS).map(([severity, colour]) => {
    const number = all.filter((one) => one.severity === severity).length;
    return number > 0 ? paint[colour](many(number, severity)) : '';
  });
  if (counted[0] === '') counted[0] = paint.green('no errors');
  return [many(reports.length, 'query', 'queries'), ...counted].filter(Boolean).join(', ');
}
