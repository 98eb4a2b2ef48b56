// The tree of an explanation in colours.

/** One line of the tree: its sign, the expression, the gap before the value, the value. */
const LINE = /^(\S?)( *)(.*?)( {2,})(\S.*)$/;
const SIGNS = { '✓': 'green', '✗': 'red', '·': 'dim' };

export const colourTree = (rendered, paint) =>
  rendered.split('\n').map((line) => coloured(line, paint)).join('\n');

function coloured(line, paint) {
  const [, sign, indent, expression, gap, value] = LINE.exec(line) ?? [];
  if (sign === undefined) return line;
  const colour = SIGNS[sign];
  if (colour === 'dim') return paint.dim(line);
  const [known, decides] = value.split(/(?=  ← )/);
  const end = `${colour ? paint[colour](known) : paint.cyan(known)}${decides ? paint.bold(decides) : ''}`;
  return `${colour ? paint[colour](sign) : sign}${indent}${expression}${gap}${end}`;
}
