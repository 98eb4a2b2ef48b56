// `npm run docs`: writes src/docs/api.md from the types of the package.

import { writeFileSync } from 'node:fs';

import { inRoot } from '../setup/paths.mjs';
import { isProgram, main, say, Stop } from '../setup/say.mjs';
import { GROUPS } from './groups.mjs';
import { declarations } from './types.mjs';

export const PAGE = 'src/docs/api.md';

const INTRODUCTION = `# API reference of the npm package

Generated from the types (\`pkg-config/entry/*.d.ts\`) by \`npm run docs\`; a test holds it up to date.

Two entries have these names: \`pql-edge\` all of them, and \`pql-edge/runtime\`, which compiles nothing, those that are marked
with *runtime*. Both exist as \`…/slim\` too, which loads nothing by itself. Times are RFC 3339 texts in answers; as arguments
also \`Date\` or epoch milliseconds. Offsets into texts count UTF-16 units, as JavaScript does. Everything is synchronous
but \`init\`. An option that there is not is a \`TypeError\`.
`;

const placed = new Set(GROUPS.flatMap(({ names }) => names));

/** The page as text. */
export function page() {
  const all = new Map(['index.d.ts', 'loading.d.ts'].flatMap(declarations).map((one) => [one.name, one]));
  const lost = [...all.keys()].filter((name) => !placed.has(name));
  if (lost.length > 0) throw new Stop(`in no group of pkg-config/docs/groups.mjs: ${lost.join(', ')}`);
  const runtime = new Map(declarations('runtime.d.ts').map((one) => [one.name, one]));
  const parts = GROUPS.map(({ title, about, names }) => {
    const items = names.map((name) => item(all.get(name), runtime.get(name)));
    return [`## ${title}`, about, ...items].join('\n\n');
  });
  return `${[INTRODUCTION.trim(), contents(), ...parts].join('\n\n')}\n`;
}

const anchor = (text) => text.toLowerCase().replaceAll(/[^\w -]/g, '').replaceAll(' ', '-');

function contents() {
  const rows = GROUPS.map(({ title, names }) => {
    const links = names.map((name) => `[${name}](#${anchor(name)})`).join(', ');
    return `| [${title}](#${anchor(title)}) | ${links} |`;
  });
  return ['| part | names |', '| --- | --- |', ...rows].join('\n');
}

/** One export, by what kind of thing it is. */
function item(one, inRuntime) {
  const parts = [`### ${one.name}`];
  if (inRuntime) parts.push('*runtime*');
  if (one.kind === 'function' || one.kind === 'type') parts.push(block(one.text));
  if (one.comment.text) parts.push(one.comment.text);
  parts.push(...thrown(one.comment));
  const bases = one.bases.filter((name) => placed.has(name)).map((name) => `[${name}](#${anchor(name)})`);
  if (bases.length > 0) parts.push(`With the members of ${bases.join(' and ')}, and:`);
  if (one.kind === 'class') parts.push(members(one, inRuntime));
  if (one.kind === 'interface') parts.push(table(one));
  return parts.join('\n\n');
}

const block = (text) => `\`\`\`ts\n${text}\n\`\`\``;
const thrown = ({ throws }) => throws.map((what) => `Throws ${what.replace(/^(\w+)/, '`$1`')}`);

/** The members of a class: what it has first, then what it does. */
function members({ name, members: all }, inRuntime) {
  const known = new Set(inRuntime?.members.map((member) => member.name));
  const shown = all.filter((member) => !member.name.startsWith('[') && member.text !== '');
  const ordered = [...shown].sort((one, other) => rank(one) - rank(other));
  return ordered
    .map((member) => {
      const signature = member.text.replace(/^(static|readonly) /, '');
      const owner = member.isStatic ? `${name}.` : '';
      const mark = inRuntime && known.has(member.name) ? ' *runtime*' : '';
      const about = [oneLine(member.comment.text), ...thrown(member.comment).map(oneLine)];
      return `- \`${owner}${signature}\`${mark}  \n  ${about.join(' ')}`.trimEnd();
    })
    .join('\n');
}

const rank = ({ isStatic, isMethod }) => (isStatic ? 0 : isMethod ? 2 : 1);

function table({ members: all }) {
  const rows = all.map(({ name, isOptional, isMethod, type, text, comment }) => {
    const shown = isMethod || name === '' ? text : `${name}${isOptional ? '?' : ''}`;
    const of = isMethod || name === '' ? '' : `\`${cell(type)}\``;
    const about = [comment.text, ...thrown(comment)].map(oneLine).join(' ');
    return `| \`${cell(shown)}\` | ${of} | ${cell(about).trim()} |`;
  });
  return ['| member | type | meaning |', '| --- | --- | --- |', ...rows].join('\n');
}

const oneLine = (text) => text.replaceAll(/\s+/g, ' ');
const cell = (text) => oneLine(text).replaceAll('|', '\\|');

if (isProgram(import.meta.url)) {
  await main(() => {
    writeFileSync(inRoot(PAGE), page());
    say(`✓ ${PAGE}`);
  });
}
