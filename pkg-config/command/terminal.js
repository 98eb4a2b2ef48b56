// Colours, and text that is safe to show on a terminal.

const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, blue: 34, cyan: 36 };

/**
 * Functions that colour text for a stream, and its `width`. What the person chose comes first, then
 * `FORCE_COLOR`, `NO_COLOR`, and whether the stream is a terminal.
 */
export function paints(stream, chosen, env = process.env) {
  const wanted = chosen ?? wants(stream, env);
  const coloured = (code, text) => (text === '' ? '' : `\u001b[${code}m${text}\u001b[0m`);
  const paint = (code) => (text) => (wanted ? coloured(code, text) : text);
  const colours = Object.entries(CODES).map(([name, code]) => [name, paint(code)]);
  // A file or a pipe has room without end.
  return { ...Object.fromEntries(colours), width: stream.isTTY ? columns(stream) : Infinity };
}

function wants(stream, { FORCE_COLOR, NO_COLOR, TERM }) {
  if (FORCE_COLOR !== undefined) return !['0', 'false'].includes(FORCE_COLOR);
  return !NO_COLOR && stream.isTTY === true && TERM !== 'dumb';
}

export const columns = (stream) => stream.columns || 80;

/** Control characters of what was read could change the terminal; blanks cannot. */
export const plain = (text) => String(text).replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, ' ');

/** `1,234` in every language of the machine. */
export const count = (number) => Math.round(number).toLocaleString('en-US');

/** `1 query`, `2 queries`. */
export const many = (number, one, more = `${one}s`) =>
  `${count(number)} ${number === 1 ? one : more}`;

const UNITS = ['bytes', 'KB', 'MB', 'GB', 'TB'];

/** `812 bytes`, `2.8 KB`, `1.3 GB`; 1 KB is 1,000 bytes. */
export function size(bytes) {
  const power = bytes < 1000 ? 0 : Math.min(4, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${power === 0 ? value : value.toFixed(value < 99.95 ? 1 : 0)} ${UNITS[power]}`;
}

/** Lines of at most `width` columns, broken at blanks, those after the first indented. */
export function wrap(text, width, indent = '') {
  const lines = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    const room = width - (lines.length > 0 ? indent.length : 0);
    if (line !== '' && longer.length > room) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, line].join(`\n${indent}`);
}
