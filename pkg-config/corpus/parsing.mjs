// Which expressions the checker accepts, against what is known of them.

/** Counts, with the refused expressions grouped by their first finding. */
export function parsing({ check }, lines) {
  const valid = lines.filter((line) => line.should_parse === true);
  const invalid = lines.filter((line) => line.should_parse === false);
  const refused = valid
    .map(({ expr }) => ({ expr, finding: firstError(check, expr) }))
    .filter(({ finding }) => finding);
  return {
    wanted: valid.length,
    accepted: valid.length - refused.length,
    refused: grouped(refused),
    unwanted: invalid.length,
    wronglyAccepted: invalid.map(({ expr }) => expr).filter((expr) => !firstError(check, expr)),
  };
}

/** The first error of a report, or what the checker threw: that is a failure of its own. */
function firstError(check, expr) {
  try {
    const report = check(expr);
    const error = report.diagnostics.find((one) => one.severity === 'error');
    if (error) return { code: error.code, message: error.message };
    return report.ok ? undefined : { code: 'not ok', message: 'refused without an error' };
  } catch (error) {
    return { code: 'thrown', message: error.message };
  }
}

/** One group for each code and message, largest first; the names of fields and values aside. */
function grouped(refused) {
  const groups = new Map();
  for (const { expr, finding } of refused) {
    const message = finding.message.replace(/`[^`]*`|"[^"]*"/g, '…');
    const key = `${finding.code} ${message}`;
    if (!groups.has(key)) groups.set(key, { ...finding, expressions: [] });
    groups.get(key).expressions.push(expr);
  }
  return [...groups.values()].sort((a, b) => b.expressions.length - a.expressions.length);
}
