// Which expressions survive the way to pql/json and back, and which public trees are read.

/** Text to JSON, to text, to JSON: the second JSON has to be the first. */
export function conversion({ convert }, lines) {
  const texts = lines.filter(({ dialect }) => dialect !== 'pql/json');
  const found = { texts: 0, held: 0, lost: [] };
  for (const { expr, should_parse: valid } of texts) {
    const json = attempt(() => convert(expr).value);
    if (json.error && valid !== true) continue; // Another dialect, or meant to be refused.
    found.texts += 1;
    const why = json.error ?? changed(convert, json.value);
    if (why) found.lost.push({ expr, why });
    else found.held += 1;
  }
  return found;
}

/** Public trees: read as the text that they are known to mean; those that are malformed refused. */
export function trees({ convert, check }, lines) {
  const found = { trees: lines.length, held: 0, failed: [] };
  for (const line of lines) {
    const why = line.malformed ? accepted(check, line) : misread(convert, line);
    if (why) found.failed.push({ expr: line.expr, why });
    else found.held += 1;
  }
  return found;
}

function accepted(check, { expr }) {
  const { diagnostics } = check(expr);
  const refused = diagnostics.some(({ severity }) => severity === 'error');
  return refused ? undefined : 'it is malformed, and accepted';
}

function misread(convert, { expr, expected }) {
  const text = attempt(() => convert({ type: 'PQL', format: 'pql/json', value: expr }).value);
  if (text.error) return text.error;
  if (expected && text.value !== expected) return `read as ${text.value}`;
  const json = attempt(() => convert(text.value).value);
  return json.error ?? changed(convert, json.value);
}

/** What the way from canonical JSON to text and back changes. */
function changed(convert, json) {
  const again = attempt(() => convert(convert(json).value).value);
  if (again.error) return again.error;
  return again.value === json ? undefined : `becomes ${convert(again.value).value}`;
}

function attempt(run) {
  try {
    return { value: run() };
  } catch (error) {
    return { error: error.message };
  }
}
