// Reads the files of the language suite (tests/suite/**/*.pql, format: tests/suite/README.md).

/**
 * `[{ name, where, now, strict, profile, parameters?, query, result?, errors, warnings }]`; offsets
 * are UTF-8 bytes.
 */
export function parseSuite(text, file) {
  const cases = [];
  for (const [at, line] of text.split('\n').entries()) {
    const opened = line.match(/^--- (\S+)((?: strict| [\w-]+=\S+)*) ---$/);
    if (opened) cases.push(begin(opened, at + 1));
    else if (cases.length > 0) cases.at(-1).lines.push(line);
    else if (line.trim() !== '') throw new Error(`${file}:${at + 1}: text before the first case`);
  }
  return cases.map((opened) => finish(opened, file));
}

function begin([, name, attributes], line) {
  const words = attributes.trim().split(' ').filter(Boolean);
  const pairs = words.filter((word) => word !== 'strict').map((pair) => pair.split(/=(.*)/s));
  const strict = words.includes('strict');
  return { name, line, ...Object.fromEntries(pairs), strict, lines: [] };
}

function finish({ lines, now = '2026-11-20T12:00:00Z', ...opened }, file) {
  const where = `${file}:${opened.line}: ${opened.name}`;
  const first = lines.findIndex((line) => /^(=>|!!)/.test(line));
  if (first < 0) throw new Error(`${where}: neither \`=>\` nor \`!!\``);
  const [profile = '{}', behind] = split(lines.slice(0, first), '', where);
  const [parameters, rest] = split(behind, 'with ', where);
  const given = parameters === undefined ? {} : { parameters };
  const expected = expectations(lines.slice(first), where);
  return { ...opened, where, now, profile, ...given, query: joined(rest), ...expected };
}

/** The JSON object that the first line opens behind `word`, if it does, and the lines behind it. */
function split(lines, word, where) {
  const start = lines.findIndex((line) => line.trim() !== '');
  if (!lines[start]?.startsWith(`${word}{`)) return [undefined, lines];
  for (let end = start + 1; end <= lines.length; end += 1) {
    const object = lines.slice(start, end).join('\n').slice(word.length);
    if (isJson(object)) return [object, lines.slice(end)];
  }
  throw new Error(`${where}: the object is not JSON`);
}

/** Blank lines around the query are not part of it. */
function joined(lines) {
  const filled = lines.map((line) => line.trim() !== '');
  return lines.slice(filled.indexOf(true), filled.lastIndexOf(true) + 1).join('\n');
}

function isJson(text) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function expectations(lines, where) {
  const marked = (mark) => lines.filter((line) => line.startsWith(mark));
  const [result] = marked('=>').map((line) => JSON.parse(line.slice(2)));
  const read = (line) => diagnostic(line, where);
  const found = { errors: marked('!!').map(read), warnings: marked('??').map(read) };
  return result === undefined ? found : { ...found, result };
}

function diagnostic(line, where) {
  const [, code, start, end, message] = line.match(/^.. (\S+) (\d+)-(\d+) (.*)$/) ?? [];
  if (!code) throw new Error(`${where}: not a diagnostic: ${line}`);
  return { code, start: Number(start), end: Number(end), message };
}

/** A function from UTF-8 byte offsets in `text` to the UTF-16 offsets JavaScript counts. */
export function utf16Offsets(text) {
  const bytes = new TextEncoder().encode(text);
  return (offset) => new TextDecoder().decode(bytes.subarray(0, offset)).length;
}
