// Options that several commands have, written once.

import { instant, word } from './options.js';

export const EXPRESSION = {
  short: 'e', value: 'EXPR', any: true, help: 'the expression itself, instead of a FILE',
};

export const SCHEMA = {
  value: 'FILE',
  several: true,
  help: 'XDM JSON Schema of the profile and its events; may be given several times',
};

export const STRICT = {
  help: 'only the language as the platform documents it: extensions are errors',
};

export const NOW = {
  value: 'T',
  read: instant,
  help: 'the time of the evaluation: RFC 3339, or milliseconds since 1970 (default: the clock)',
};

export const EVALUATION = {
  value: 'WHICH',
  read: word('synchronous', 'any'),
  help: 'the definitions that take part: `synchronous` (default), those enabled for it, or `any`',
};

export const KEEP_GOING = { help: 'report what is wrong, leave it out and go on' };

/** What `operand` is of the commands that take queries. */
export const ONE = '(-e EXPR | FILE)';
export const MANY = '(-e EXPR | FILE…)';

/** What a FILE may be. */
export const FILES =
  'A FILE holds PQL text, pql/json, or segment definitions as the Segmentation API returns them: '
  + 'one, an array, a response with `segments`, or one on every line. Without a FILE, or with `-`, '
  + 'standard input is read; gzip is recognized.';
