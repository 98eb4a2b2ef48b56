// Why somebody is in an audience or not: its conditions, each with what it found.

/**
 * `[{ sign, text, value, decided, parts }]` of an explanation: a row for each condition and each plain
 * value that somebody could not read off the text, below what it is a part of.
 */
export function reasons(node, source) {
  const { value, shown, decided, items, children } = node;
  const text = source.slice(node.start, node.end);
  if (!shown) return [{ sign: '·', text, value: 'not needed', decided: false, parts: [] }];
  const parts = children.flatMap((child) => reasons(child, source));
  const isPart = typeof value === 'object' && value !== null;
  if (isPart || found(value) === text) return parts;
  const row = { text, decided, parts };
  if (typeof value !== 'boolean') return [{ ...row, sign: '', value: `→ ${found(value)}` }];
  return [{ ...row, sign: value ? '✓' : '✗', value: items?.text ?? '' }];
}

const found = (value) => (value === null ? 'missing' : JSON.stringify(value));
