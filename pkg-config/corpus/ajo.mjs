// Personalization expressions: a superset of PQL's functions in the same grammar.

/** How many use functions of PQL alone and check, and what keeps the others from it. */
export function ajo({ check }, lines) {
  const found = { wanted: lines.length, checked: 0, foreign: 0, functions: [], unreadable: [] };
  const names = new Map();
  for (const { expr } of lines) {
    const errors = check(expr).diagnostics.filter(({ severity }) => severity === 'error');
    const unknown = errors.filter(({ code }) => code === 'P0201');
    if (errors.length === 0) found.checked += 1;
    else if (unknown.length > 0) found.foreign += 1;
    else found.unreadable.push({ expr, message: errors[0].message });
    for (const { start, end } of unknown) {
      const name = expr.slice(start, end);
      names.set(name, (names.get(name) ?? 0) + 1);
    }
  }
  found.functions = [...names].map(([name, count]) => ({ name, count }));
  return found;
}
