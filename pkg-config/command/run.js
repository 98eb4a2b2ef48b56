// From arguments to a status: finds the command, runs it, says what went wrong.

import { readFileSync } from 'node:fs';

import { COMMANDS, COMMON, find } from './commands.js';
import { overview, page } from './help.js';
import { chosenColor, parse } from './options.js';
import { OK, Problem, UNUSABLE, Usage, unreadable } from './problem.js';
import { advice } from './render.js';
import { nearest } from './suggest.js';
import { columns, paints, plain, wrap } from './terminal.js';

const WIDEST = 100;

/** The exit status; never rejects. */
export async function run(args) {
  watchOutputs();
  return answer(args);
}

async function answer(args) {
  // What goes wrong before the arguments are read is coloured as well.
  const plainly = args.includes('--no-color');
  const shape = { color: plainly ? false : args.includes('--color') || undefined };
  let command;
  try {
    const [name, ...rest] = args;
    if (name === undefined) return welcome();
    if (name === 'help' && find(rest[0])) return await answer([rest[0], '--help']);
    if (['help', '--help', '-h'].includes(name)) return print(overview(version(), look(shape)));
    if (['--version', '-V', 'version'].includes(name)) return print(`${version()}\n`);
    command = find(name) ?? missing(name);
    const { options, files } = parse(rest, command, COMMON);
    shape.color = chosenColor(options);
    if (options.help) return print(page(command, look(shape)));
    return await command.run(call(options, files, shape));
  } catch (error) {
    return complain(error, command, paints(process.stderr, shape.color));
  }
}

/** What a command gets: its arguments and where to write. */
const call = (options, files, { color }) => ({
  options,
  files,
  /** Colours of standard output, and of standard error. */
  paint: paints(process.stdout, options.json ? false : color),
  warn: paints(process.stderr, color),
  print: (text) => process.stdout.write(text),
  report: (text) => process.stderr.write(text),
});

function welcome() {
  const width = Math.min(WIDEST, columns(process.stderr));
  process.stderr.write(overview(version(), { paint: paints(process.stderr), width }));
  return UNUSABLE;
}

function print(text) {
  process.stdout.write(text);
  return OK;
}

const look = ({ color }) => ({
  paint: paints(process.stdout, color),
  width: Math.min(WIDEST, columns(process.stdout)),
});

export function version() {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return JSON.parse(manifest).version;
}

function missing(name) {
  const names = COMMANDS.map((command) => command.name);
  const near = nearest(name, names);
  throw new Usage(name.startsWith('-') ? `there is no option \`${name}\` before a command`
    : `there is no command \`${name}\``, {
    help: near ? `did you mean \`${near}\`?` : `there are ${names.join(', ')}`,
  });
}

function complain(error, command, paint = paints(process.stderr)) {
  if (!(error instanceof Problem)) {
    // A bug of ours, or no memory.
    process.stderr.write(`${paint.red('error:')} ${error?.stack ?? error}\n`);
    return UNUSABLE;
  }
  if (error.drawn) {
    process.stderr.write(error.drawn(paint));
    return error.status;
  }
  process.stderr.write(sentence(error, command, paint));
  return error.status;
}

function sentence(error, command, paint) {
  const said = wrap(`error: ${plain(error.message)}`, paint.width, '  ').slice('error:'.length);
  const lines = [`${paint.bold(paint.red('error:'))}${paint.bold(said)}`];
  if (error.help) lines.push(`  = ${advice(error.help, '', paint)}`);
  if (error instanceof Usage) {
    lines.push('', `usage: pql-edge ${command ? `${command.name} --help` : '--help'}`);
  }
  return `${lines.join('\n')}\n`;
}

/**
 * Whoever reads the answer may stop reading, as `head` does: that ends the command quietly. A full
 * disk is told. Where standard error takes nothing, nobody can be told: the work goes on.
 */
function watchOutputs() {
  process.stderr.on('error', () => {});
  process.stdout.on('error', (error) => {
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? OK);
    process.exit(complain(unreadable('standard output', error)));
  });
}
