// Arguments into options, by the row of a command.

import { parseArgs } from 'node:util';

import { time } from '../shared.js';
import { Usage } from './problem.js';
import { nearest } from './suggest.js';

/*
 * An option: `help`; `value`, the word for its value (a switch has none); `short`, one letter;
 * `needed`; `several`; `any`, whether the value may begin with a dash; and `read`, which makes a
 * value of the text or throws a `Usage`.
 */

/** `{ options, files }` of the arguments behind the command. */
export function parse(args, command, common) {
  const rows = { ...command.options, ...common };
  const { tokens } = parseArgs({ args, options: specs(rows), strict: false, tokens: true });
  const options = {};
  const files = [];
  for (const token of tokens) {
    if (token.kind === 'positional') files.push(token.value);
    if (token.kind === 'option') take(options, token, rows);
  }
  if (options.help) return { options, files };
  if (files.includes('')) throw new Usage('the name of a FILE is empty');
  const missing = Object.keys(rows).find((name) => rows[name].needed && !(name in options));
  if (missing) throw new Usage(`${shown(missing, rows)} is missing`);
  if (files.length > command.files) {
    const last = files[command.files];
    throw new Usage(command.files === 0
      ? `\`${last}\` is one argument too many: ${command.name} takes options only`
      : `\`${last}\` is one argument too many: ${command.name} takes one FILE`);
  }
  return { options, files };
}

const specs = (rows) =>
  Object.fromEntries(Object.entries(rows).map(([name, { short, value }]) => {
    const type = value ? 'string' : 'boolean';
    return [name, short ? { type, short, multiple: true } : { type, multiple: true }];
  }));

function take(options, token, rows) {
  const { name, rawName, value, inlineValue } = token;
  const row = Object.hasOwn(rows, name) ? rows[name] : undefined;
  if (!row) throw unknown(rawName, Object.keys(rows));
  if (!row.value) {
    if (value !== undefined) throw new Usage(`\`${rawName}\` takes no value`);
    options[name] = true;
    return;
  }
  const swallowed = !row.any && !inlineValue && /^--?[a-z]/i.test(value ?? '');
  if (value === undefined || swallowed) {
    throw new Usage(`\`${rawName}\` needs a value: ${shown(name, rows)}`);
  }
  // As `--out "$RESULT"` gives where there is no such variable.
  if (value === '' && row.value === 'FILE') throw new Usage(`the FILE of \`${rawName}\` is empty`);
  const read = row.read ? row.read(value, rawName) : value;
  if (row.several) (options[name] ??= []).push(read);
  else if (name in options) throw new Usage(`\`${rawName}\` is given twice`);
  else options[name] = read;
}

function unknown(rawName, names) {
  const near = nearest(rawName.replace(/^-+/, ''), names);
  return new Usage(`there is no option \`${rawName}\``, {
    help: near && rawName.startsWith('--') ? `did you mean \`--${near}\`?` : undefined,
  });
}

/** `-o, --out FILE` without the comma: what a person types. */
const shown = (name, rows) => `\`--${name}${rows[name].value ? ` ${rows[name].value}` : ''}\``;

/** The colours that were chosen: true, false, or undefined for what the stream wants. */
export function chosenColor({ color, 'no-color': none }) {
  if (color && none) throw new Usage('`--color` and `--no-color` contradict each other');
  return color ?? (none ? false : undefined);
}

/** A time: RFC 3339, or milliseconds since 1970. */
export function instant(text, name) {
  try {
    return time(/^-?\d+$/.test(text) ? Number(text) : text);
  } catch {
    throw new Usage(`\`${name}\` is not a time: \`${text}\``, {
      help: 'write 2026-11-20, 2026-11-20T12:00:00Z, or milliseconds since 1970',
    });
  }
}

/** A whole number from `least` to `most`. */
export const whole = (least, most) => (text, name) => {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= least && number <= most) return number;
  throw new Usage(`\`${name}\` is a whole number from ${least} to ${most}, not \`${text}\``);
};

/** One of some words. */
export const word = (...words) => (text, name) => {
  if (words.includes(text)) return text;
  const near = nearest(text, words);
  throw new Usage(`\`${name}\` is ${words.join(' or ')}, not \`${text}\``, {
    help: near ? `did you mean \`${near}\`?` : undefined,
  });
};
