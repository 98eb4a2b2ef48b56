// `pql-edge fmt`: queries as canonical text.

import { format } from '../node.js';
import { STDIN, textOf } from './input.js';
import { openOutput } from './output.js';
import { whole } from './options.js';
import { NEGATIVE, OK, Problem, Usage } from './problem.js';
import { refused } from './render.js';
import { EXPRESSION, FILES, MANY } from './rows.js';
import { sourcesOf, textFor } from './source.js';
import { many, plain } from './terminal.js';

export const fmt = {
  name: 'fmt',
  summary: 'print queries as canonical text',
  operand: MANY,
  files: Infinity,
  options: {
    expression: EXPRESSION,
    width: {
      value: 'N',
      read: whole(20, 1000),
      help: 'the longest line, in columns, 20 to 1000 (default: 100)',
    },
    write: { short: 'w', help: 'write each FILE of PQL text instead of printing it' },
    check: { help: 'only name what is not formatted' },
  },
  about: `
    ${FILES}

    pql/json comes out as text; the text of definitions too, with an empty line between two.
    Formatting changes no meaning, and formatting again changes nothing.`,
  examples: [
    [`fmt -e 'a=1   and b = 2'`, 'one expression'],
    ['fmt --check rules/*.pql || pql-edge fmt --write rules/*.pql', 'as a check, then as a repair'],
  ],
  exits: { 1: 'a query is not PQL; with --check: one is not formatted' },
  run,
};

async function run(call) {
  const { options, files } = call;
  if (options.write && options.check) {
    throw new Usage('`--write` and `--check` contradict each other');
  }
  const sources = await sourcesOf(call);
  const done = sources.map((source) => ({ ...source, text: formatted(source, options) }));
  if (options.check) return checkAll(done, call);
  if (options.write) return writeAll(done, files, call);
  const between = done.some(({ listed }) => listed) ? '\n' : '';
  call.print(done.map(({ text }) => `${text}\n`).join(between));
  return OK;
}

function formatted({ query, name }, { width }) {
  try {
    return format(query, { width });
  } catch (error) {
    throw refused(error, { text: textFor(query), name, status: NEGATIVE });
  }
}

/** A last line end belongs to a file, not to its query. */
const same = ({ query, text }) => textFor(query).replace(/\r?\n$/, '') === text;

function checkAll(done, { print, report, warn }) {
  const others = done.filter((one) => !same(one));
  for (const { name } of others) print(`${plain(name ?? 'the expression')}\n`);
  if (others.length === 0) return OK;
  const verb = others.length === 1 ? 'is' : 'are';
  report(`${warn.yellow(`${many(others.length, 'query', 'queries')} ${verb} not formatted`)}\n`);
  return NEGATIVE;
}

async function writeAll(done, files, { report }) {
  if (files.length === 0 || files.includes(STDIN)) {
    throw new Usage('`--write` needs FILEs to write');
  }
  for (const { name, query, listed } of done) {
    if (!listed && typeof query === 'string' && !/^\s*\{/.test(query)) continue;
    throw new Problem(`${name}: \`--write\` writes PQL text only, and this is JSON`);
  }
  for (const { file, text } of done) await rewrite(file, `${text}\n`, report);
  return OK;
}

async function rewrite(file, text, report) {
  if ((await textOf(file)) === text) return;
  const output = openOutput(file);
  await output.write(text);
  await output.finish();
  report(`${plain(file)}\n`);
}
