// Findings as a terminal shows them: as the library draws them, with colours and the file's name.

import { PqlError } from '../node.js';
import { Problem, UNUSABLE } from './problem.js';
import { plain, wrap } from './terminal.js';

/** How many characters of a long line are shown around the place, where there is room. */
const WINDOW = 96;
const NARROWEST = 30;
/** The colours of the severities, the worst first. */
export const COLOURS = { error: 'red', warning: 'yellow', hint: 'cyan' };

/** Diagnostics under the lines of the text they speak of; an empty text has no lines. */
export const render = (text, diagnostics, paint, name) =>
  diagnostics.map((one) => drawn(text, one, paint, name)).join('\n');

/** What the library refused, as the end of a command; every other error stays what it is. */
export function refused(error, { text = '', name, status = UNUSABLE } = {}) {
  if (!(error instanceof PqlError) || error.diagnostics.length === 0) return error;
  const shown = (paint) => render(text, error.diagnostics, paint, name);
  return new Problem(error.message, { status, drawn: shown });
}

function drawn(text, diagnostic, paint, name) {
  const { severity, code, message, help } = diagnostic;
  const strong = (words) => paint.bold(paint[COLOURS[severity]](words));
  const { margin, lines } = text === '' ? nowhere(name)
    : excerpt(text, diagnostic, name, paint.width);
  const head = wrap(`${severity}[${code}]: ${plain(message)}`, paint.width, '  ');
  const end = head.indexOf(':');
  return [
    `${strong(head.slice(0, end))}${paint.bold(head.slice(end))}\n`,
    ...lines.map(([sign, shown, carets = '']) => `${paint.blue(sign)}${shown}${strong(carets)}\n`),
    help ? `${margin} ${paint.blue('=')} ${advice(help, margin, paint)}\n` : '',
  ].join('');
}

/** `help: …`, as wide as the terminal. */
export function advice(help, margin, paint) {
  const text = wrap(`help: ${plain(help)}`, paint.width - margin.length - 4, `${margin}   `);
  return `${paint.cyan('help:')}${text.slice('help:'.length)}`;
}

const nowhere = (name) => ({ margin: ' ', lines: name ? [['  -->', ` ${plain(name)}`]] : [] });

/** The line of the text with carets below the place. */
function excerpt(text, { start, end, line, column }, name, width) {
  const most = Math.max(NARROWEST, Math.min(WINDOW, width - String(line).length - 5));
  const letters = [...lineAt(text, start)];
  const first = column - 1;
  const inside = text.slice(start, end);
  const last = inside.includes('\n') ? letters.length : first + [...inside].length;
  const skip = letters.length <= most ? 0 : Math.max(0, first - Math.floor(most / 3));
  const shown = plain(letters.slice(skip, skip + most).join(''));
  const [before, behind] = [skip > 0 ? '…' : '', letters.length > skip + most ? '…' : ''];
  const room = most - Math.min(first - skip, most - 1);
  const carets = '^'.repeat(Math.min(Math.max(last - first, 1), room));
  const margin = ' '.repeat(String(line).length);
  const place = `${name ? `${plain(name)}:` : ''}${line}:${column}`;
  return {
    margin,
    lines: [
      [`${margin} -->`, ` ${place}`],
      [`${margin} |`, ''],
      [`${line} |`, ` ${before}${shown}${behind}`],
      [`${margin} |`, ` ${' '.repeat(first - skip + before.length)}`, carets],
    ],
  };
}

function lineAt(text, offset) {
  const from = text.lastIndexOf('\n', offset - 1) + 1;
  const to = text.indexOf('\n', offset);
  return text.slice(offset === 0 ? 0 : from, to < 0 ? text.length : to).replace(/\r+$/, '');
}
