// Findings as a terminal shows them: as the library draws them, with colours and the file's name.

import { PqlError } from '../node.js';
import { Problem, UNUSABLE } from './problem.js';
import { plain } from './terminal.js';

/** How many characters of a long line are shown around the place. */
const WINDOW = 96;
const COLOURS = { error: 'red', warning: 'yellow', hint: 'cyan' };

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
  const { margin, lines } = text === '' ? nowhere(name) : excerpt(text, diagnostic, name);
  return [
    `${strong(`${severity}[${code}]`)}${paint.bold(`: ${plain(message)}`)}\n`,
    ...lines.map(([sign, shown, carets = '']) => `${paint.blue(sign)}${shown}${strong(carets)}\n`),
    help ? `${margin} ${paint.blue('=')} ${paint.cyan('help:')} ${plain(help)}\n` : '',
  ].join('');
}

const nowhere = (name) => ({ margin: ' ', lines: name ? [['  -->', ` ${plain(name)}`]] : [] });

/** The line of the text with carets below the place. */
function excerpt(text, { start, end, line, column }, name) {
  const letters = [...lineAt(text, start)];
  const first = column - 1;
  const inside = text.slice(start, end);
  const last = inside.includes('\n') ? letters.length : first + [...inside].length;
  const skip = letters.length <= WINDOW ? 0 : Math.max(0, first - WINDOW / 3);
  const shown = plain(letters.slice(skip, skip + WINDOW).join(''));
  const [before, behind] = [skip > 0 ? '…' : '', letters.length > skip + WINDOW ? '…' : ''];
  const room = WINDOW - Math.min(first - skip, WINDOW - 1);
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
