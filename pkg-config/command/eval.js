// `pql-edge eval`: the result of one query for one profile.

import { compile } from '../node.js';
import { tree } from './explained.js';
import { STDIN, bytesOf, shownName } from './input.js';
import { NEGATIVE, OK, Usage } from './problem.js';
import { refused } from './render.js';
import { EXPRESSION, FILES, NOW, ONE, SCHEMA } from './rows.js';
import { schemaOf } from './schema.js';
import { sourceOf, textFor } from './source.js';

export const evaluate = {
  name: 'eval',
  summary: 'evaluate one query for one profile',
  operand: ONE,
  files: 1,
  options: {
    expression: EXPRESSION,
    profile: {
      value: 'FILE', needed: true, help: 'the profile, a JSON object; `-` is standard input',
    },
    events: {
      value: 'FILE',
      help: "its events, an array or one on every line (default: the profile's `xEvent`)",
    },
    now: NOW,
    schema: SCHEMA,
    explain: { help: 'show every part of the query with its value, and what decided' },
    json: { help: 'one JSON object: { result, matches }, with --explain also { root }' },
    quiet: { short: 'q', help: 'print nothing: the exit status says whether it is true' },
  },
  about: `
    ${FILES}

    The result is printed as JSON, \`null\` when it is missing. \`matches\` is the result as a
    segment takes it: true or false.`,
  examples: [
    [`eval -e 'loyalty.points > 1000' --profile profile.json --explain`, 'why it is true or not'],
    [
      'eval rule.pql --profile - --now 2026-11-20T12:00:00Z --quiet < profile.json && echo yes',
      'a condition of a script',
    ],
  ],
  exits: { 0: 'it was evaluated', 1: 'with --quiet: it is not true' },
  run,
};

async function run(call) {
  const { options, files } = call;
  readOnce(options, files);
  const source = await sourceOf(call);
  const query = compiled(source, await schemaOf(options));
  const profile = await bytesOf(options.profile);
  const context = { now: options.now ?? Date.now() };
  if (options.events !== undefined) context.events = array(await bytesOf(options.events));
  const answer = asked(() => (options.quiet
    ? { matches: query.matches(profile, context) }
    : query.explain(profile, context)), shownName(options.profile));
  if (options.quiet) return answer.matches ? OK : NEGATIVE;
  call.print(shown(answer, call));
  return OK;
}

/** Standard input can be one of them only. */
function readOnce({ expression, profile, events }, files) {
  const named = expression === undefined ? [files[0] ?? STDIN] : [];
  const all = [...named, profile, events].filter((name) => name === STDIN);
  if (all.length < 2) return;
  throw new Usage('standard input can be read once: as the query, the profile or the events');
}

function compiled({ query, name }, schema) {
  try {
    return compile(query, { schema });
  } catch (error) {
    throw refused(error, { text: textFor(query), name });
  }
}

function asked(evaluation, name) {
  try {
    return evaluation();
  } catch (error) {
    throw refused(error, { name });
  }
}

/** Events one a line, as an array. */
function array(bytes) {
  const text = bytes.toString().replace(/^\ufeff/, '');
  if (!/^\s*\{/.test(text)) return text;
  return `[${text.split('\n').filter((line) => line.trim() !== '').join(',')}]`;
}

function shown({ result, matches, root, rendered }, { options, paint }) {
  const parts = options.explain ? { result, matches, root } : { result, matches };
  if (options.json) return `${JSON.stringify(parts)}\n`;
  return options.explain ? tree(rendered, paint) : `${JSON.stringify(result)}\n`;
}
