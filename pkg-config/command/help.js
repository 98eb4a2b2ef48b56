// Help texts, drawn from the rows of the commands.

import { COMMANDS, COMMON } from './commands.js';
import { wrap } from './terminal.js';

const STATUSES = { 0: 'it went well', 1: 'the answer is no', 2: 'bad usage or unreadable input' };

/** What `pql-edge --help` prints. */
export function overview(version, { paint, width }) {
  const rows = COMMANDS.map(({ name, summary }) => [name, summary]);
  return [
    wrap(`pql-edge ${version}: checks, evaluates and compiles PQL audience definitions`, width),
    `${paint.bold('Usage')}\n  pql-edge COMMAND [options]`,
    `${paint.bold('Commands')}\n${table(rows, width, paint.cyan)}`,
    `${paint.bold('Options')}\n${table(optionRows({ ...COMMON, ...VERSION }), width, paint.cyan)}`,
    `${paint.bold('Exit status')}\n${table(Object.entries(STATUSES), width, paint.cyan)}`,
    wrap('pql-edge COMMAND --help has more of each command, with examples.', width),
  ].join('\n\n') + '\n';
}

const VERSION = { version: { short: 'V', help: 'the version of this program' } };

/** What `pql-edge COMMAND --help` prints. */
export function page(command, { paint, width }) {
  const { name, summary, about, options, examples, exits } = command;
  const { help, ...common } = COMMON;
  const part = (name, rows) => `${paint.bold(name)}\n${table(rows, width, paint.cyan)}`;
  const shown = examples.map(([args, what]) => `  ${paint.dim(`# ${what}`)}\n  pql-edge ${args}`);
  return [
    wrap(`pql-edge ${name}: ${summary}`, width),
    `${paint.bold('Usage')}\n  ${synopsis(command, width - 2)}`,
    ...paragraphs(about).map((paragraph) => wrap(paragraph, width)),
    part('Options', optionRows({ ...options, ...common, help })),
    `${paint.bold('Examples')}\n${shown.join('\n\n')}`,
    part('Exit status', Object.entries({ ...STATUSES, ...exits })),
  ].join('\n\n') + '\n';
}

const paragraphs = (text) => text.trim().split(/\n\s*\n/).map((one) => one.split(/\s+/).join(' '));

/** `pql-edge check (-e EXPR | FILE…) [--schema FILE] …`. */
export function synopsis({ name, operand, options }, width) {
  const parts = Object.entries(options)
    .filter(([option]) => option !== 'expression')
    .map(([option, { value, needed, several }]) => {
      const text = `--${option}${value ? ` ${value}` : ''}`.replaceAll(' ', '\u00a0');
      return (needed ? text : `[${text}]`) + (several ? '…' : '');
    });
  const operands = operand ? [operand.replaceAll(' ', '\u00a0')] : [];
  const line = ['pql-edge\u00a0' + name, ...operands, ...parts].join(' ');
  return wrap(line, width, '      ').replaceAll('\u00a0', ' ');
}

const optionRows = (rows) =>
  Object.entries(rows).map(([name, { short, value, help }]) => [
    `${short ? `-${short}, ` : '    '}--${name}${value ? ` ${value}` : ''}`,
    help,
  ]);

/** Two columns; on a narrow terminal the second stands below the first. */
function table(rows, width, paint) {
  const first = Math.max(...rows.map(([name]) => name.length));
  const stacked = width - first - 4 < 30;
  const indent = ' '.repeat(stacked ? 10 : first + 4);
  return rows.map(([name, text]) => {
    const lines = wrap(text, width - indent.length).replaceAll('\n', `\n${indent}`);
    const gap = stacked ? `\n${indent}` : ' '.repeat(first + 2 - name.length);
    return `  ${paint(name)}${gap}${lines}`;
  }).join('\n');
}
