// The commands: all that help texts, parsing and usage errors know comes from these rows.

import { check } from './check.js';
import { compile } from './compile.js';
import { convert } from './convert.js';
import { evaluate } from './eval.js';
import { fmt } from './fmt.js';
import { qualify } from './qualify.js';

/**
 * Each: `name`; `summary`, what it does in a line; `operand`, what it takes besides options;
 * `files`, how many of those there may be; `options` as `options.js` reads them; `about`, as
 * paragraphs; `examples` as `[arguments, what for]`; `exits`, what each status means; and
 * `run(call)`, which returns a status.
 */
export const COMMANDS = [check, evaluate, qualify, compile, convert, fmt];

/** What every command takes. */
export const COMMON = {
  color: { help: 'colours, also where the output is no terminal' },
  'no-color': { help: 'no colours; so does NO_COLOR in the environment' },
  help: { short: 'h', help: 'this text' },
};

export const find = (name) => COMMANDS.find((command) => command.name === name);
