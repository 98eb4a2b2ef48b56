// Reads the files of the language suite (tests/suite/**/*.pql) into cases.
//
// A case opens with `--- name [now=…] ---`, then comes the profile as one JSON object where there
// is one, then the query, then what it gives: `=> JSON` or lines of `!! CODE start-end message`.

/** `[{ name, line, now, profile, query, result, diagnostics }]`; offsets are UTF-8 bytes. */
export function parseSuite(text, file) {
  const cases = [];
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    const opened = line.match(/^--- (\S+)((?: [\w-]+=\S+)*) ---$/);
    if (opened) cases.push(begin(opened, at + 1));
    else if (cases.length > 0) cases.at(-1).lines.push(line);
    else if (line.trim() !== '' && !/^(#|\/\/)/.test(line)) {
      throw new Error(`${file}:${at + 1}: text before the first case: ${line}`);
    }
  }
  return cases.map((opened) => finish(opened, file));
}

function begin([, name, attributes], line) {
  const pairs = attributes.trim().split(' ').filter(Boolean).map((pair) => pair.split(/=(.*)/s));
  return { name, line, ...Object.fromEntries(pairs), lines: [] };
}

function finish({ lines, ...opened }, file) {
  const where = `${file}:${opened.line}: ${opened.name}`;
  const first = lines.findIndex((line) => /^(=>|!!)/.test(line));
  if (first < 0) throw new Error(`${where}: neither \`=>\` nor \`!!\``);
  const [profile, queryLines] = takeProfile(lines.slice(0, first), where);
  const query = queryLines.join('\n').trim();
  return { ...opened, where, profile, query, ...expectation(lines.slice(first), where) };
}

/** The profile is the shortest run of first lines that is a JSON object. */
function takeProfile(lines, where) {
  const start = lines.findIndex((line) => line.trim() !== '');
  if (start < 0) throw new Error(`${where}: no query`);
  if (!lines[start].startsWith('{')) return [undefined, lines.slice(start)];
  for (let end = start + 1; end <= lines.length; end += 1) {
    const profile = asObject(lines.slice(start, end).join('\n'));
    const rest = lines.slice(end);
    if (profile && rest.some((line) => line.trim() !== '')) return [profile, rest];
  }
  return [undefined, lines.slice(start)]; // An object constructor that opens the query itself.
}

function asObject(text) {
  try {
    JSON.parse(text);
    return text;
  } catch {
    return undefined;
  }
}

function expectation(lines, where) {
  if (!lines[0].startsWith('=>')) return { diagnostics: lines.filter(mark).map(diagnostic) };
  const json = lines.join('\n').slice(2).trim();
  try {
    return { result: JSON.parse(json), diagnostics: [] };
  } catch (error) {
    throw new Error(`${where}: the result is not JSON: ${error.message}`);
  }
}

const mark = (line) => line.startsWith('!!');

function diagnostic(line) {
  const [, code, start, end, message] = line.match(/^!! (\S+) (\d+)-(\d+)(?: (.*))?$/) ?? [];
  if (!code) throw new Error(`not a diagnostic: ${line}`);
  return { code, start: Number(start), end: Number(end), message };
}

/** A function from UTF-8 byte offsets in `text` to the UTF-16 offsets JavaScript counts. */
export function utf16Offsets(text) {
  const bytes = new TextEncoder().encode(text);
  return (offset) => new TextDecoder().decode(bytes.subarray(0, offset)).length;
}
