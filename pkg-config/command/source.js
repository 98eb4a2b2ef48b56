// What a FILE holds: PQL text, pql/json, an expression, a segment definition, or many definitions.

import { convert } from '../node.js';
import { STDIN, expectPiped, shownName, textOf } from './input.js';
import { Problem, Usage } from './problem.js';

const JSON_NAME = /\.(json|ndjson|jsonl)(\.gz)?$/i;

/*
 * A source: `name`, for messages; `query`, as the library takes it; `file`, where it was read, `-`
 * for standard input, undefined for an argument; and `listed`, whether it is one of many.
 */

/** The sources of `-e EXPR` or of files; of standard input when there are none. */
export async function sourcesOf({ options, files }) {
  if (options.expression !== undefined) {
    if (files.length > 0) throw new Usage('give an expression or a FILE, not both');
    return [{ name: undefined, query: options.expression }];
  }
  if (files.length === 0) expectPiped('an expression (`-e EXPR`) or a FILE');
  const all = [];
  for (const file of files.length > 0 ? files : [STDIN]) all.push(...(await read(file)));
  return all;
}

/** The one source of a command that takes one. */
export async function sourceOf(call) {
  const all = await sourcesOf(call);
  if (all.length === 1) return all[0];
  const [file] = call.files.length > 0 ? call.files : [STDIN];
  throw new Problem(`${shownName(file)}: it holds ${all.length} queries, not one`);
}

async function read(file) {
  const text = await textOf(file);
  const name = shownName(file);
  const list = listed(text, file);
  if (!list) return [{ name, file, query: parsed(text) ?? textual(text, file) }];
  return list.map((item, at) => {
    const query = isTree(item) ? JSON.stringify(item) : item;
    return { name: `${name} (${item?.id || `number ${at + 1}`})`, file, query, listed: true };
  });
}

/** The definitions of an array, of a response of the API, or of lines; undefined for one source. */
function listed(text, file) {
  if (!/^\s*[[{]/.test(text)) return undefined;
  const whole = json(text);
  if (whole !== undefined) return members(whole);
  const lines = [...text.split('\n').entries()].filter(([, line]) => line.trim() !== '');
  const first = json(lines[0][1]);
  const several = first !== undefined && (isQuery(first) || members(first));
  if (several) return lines.flatMap(([at, line]) => ofLine(line, `${shownName(file)}:${at + 1}`));
  if (!JSON_NAME.test(file)) return undefined;
  throw new Problem(`${shownName(file)}: not valid JSON: ${reason(text)}`);
}

function ofLine(line, place) {
  const value = json(line);
  if (value !== undefined) return members(value) ?? [value];
  throw new Problem(`${place}: not valid JSON: ${reason(line)}`);
}

/** The definitions of a text; what is no JSON is nobody's. */
export function definitionsIn(text) {
  const parts = json(text) === undefined ? text.split('\n').map(json) : [json(text)];
  return parts.filter(Boolean).flatMap((part) => members(part) ?? [part]);
}

/** An array of numbers is PQL, not a list of definitions. */
function members(value) {
  const all = Array.isArray(value) ? value : value?.segments;
  if (!Array.isArray(all)) return undefined;
  return !Array.isArray(value) || all.some(isQuery) ? all : undefined;
}

const isQuery = (value) =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
  && ('expression' in value || 'nodeType' in value || ('format' in value && 'value' in value));

/** An expression or a definition; text and trees are text to the library. */
function parsed(text) {
  const value = /^\s*\{/.test(text) ? json(text) : undefined;
  return isQuery(value) && !('nodeType' in value) ? value : undefined;
}

/** PQL has objects too, but a file that calls itself JSON does not mean one. */
function textual(text, file) {
  const value = JSON_NAME.test(file) ? json(text) : undefined;
  if (value === undefined || isQuery(value)) return text;
  throw new Problem(`${file}: neither pql/json, an expression nor segment definitions`);
}

/** The text that offsets refer to; empty when there is none. */
export function textFor(query) {
  const value = typeof query === 'string' ? query : valueOf(query);
  if (typeof value === 'string' && !isTree(json(value))) return value;
  try {
    return convert(query).value;
  } catch {
    return '';
  }
}

const valueOf = (query) => (isTree(query) ? query : (query?.expression ?? query)?.value);

const isTree = (value) =>
  value !== null && typeof value === 'object' && 'nodeType' in value;

/** What a person calls a source. */
export const title = ({ name, query }) =>
  [name ?? 'the expression', query?.name].filter(Boolean).join(', ');

function json(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function reason(text) {
  try {
    return String(JSON.parse(text));
  } catch (error) {
    return error.message;
  }
}
