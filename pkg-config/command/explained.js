// The tree of an explanation, in colours and as wide as the terminal.

/** One line of the tree: its sign, the blanks before the expression, the expression, the value. */
const LINE = /^(\S?)( *)(.*?) {2,}(\S.*)$/;
const SIGNS = { '✓': 'green', '✗': 'red', '·': 'dim' };
/** What an expression is never cut below, in columns. */
const LEAST = 16;

export function tree(rendered, paint) {
  const lines = rendered.split('\n').map((line) => LINE.exec(line)?.slice(1) ?? line);
  const rows = lines.filter(Array.isArray);
  const left = Math.max(...rows.map(([sign, indent, text]) => (sign + indent + text).length));
  const right = Math.max(...rows.map(([, , , value]) => value.length));
  const room = Math.min(left, Math.max(LEAST, paint.width - right - 2));
  return lines.map((line) => (Array.isArray(line) ? shown(line, room, paint) : line)).join('\n');
}

function shown([sign, indent, text, value], room, paint) {
  const most = Math.max(1, room - (sign + indent).length);
  const cut = text.length > most ? `${text.slice(0, most - 1)}…` : text;
  const gap = ' '.repeat(room - (sign + indent + cut).length + 2);
  const colour = SIGNS[sign];
  if (colour === 'dim') return paint.dim(`${sign}${indent}${cut}${gap}${value}`);
  const [known, decides = ''] = value.split(/(?=  ← )/);
  const told = paint[colour ?? 'cyan'](known) + paint.bold(decides);
  return `${colour ? paint[colour](sign) : sign}${indent}${cut}${gap}${told}`;
}
