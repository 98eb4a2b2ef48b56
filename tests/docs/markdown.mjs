// The Markdown files that people read, and the code blocks in them.

import { existsSync, readdirSync, readFileSync } from 'node:fs';

import { inRoot } from '../../pkg-config/setup/paths.mjs';

const GUIDES = 'src/docs/guides';
const TEMPLATES = 'pkg-config/templates';

/**
 * The pages whose blocks are held here. The other pages of src/docs have theirs run by
 * `cargo test` (tests/manual.rs, doc tests), in Rust and in JavaScript alike.
 */
export const pages = [
  'README.md',
  'RELEASING.md',
  'src/docs/api.md',
  ...list(GUIDES).map((name) => `${GUIDES}/${name}`),
  ...list(TEMPLATES).map((name) => `${TEMPLATES}/${name}/README.md`),
].filter((path) => path.endsWith('.md') && existsSync(inRoot(path)));

function list(folder) {
  return existsSync(inRoot(folder)) ? readdirSync(inRoot(folder)).sort() : [];
}

export const read = (path) => readFileSync(inRoot(path), 'utf8');

/** The part of the README that tests/docs/newcomer.test.mjs walks as a whole. */
export const NEWCOMER = 'From an empty folder to a Worker';

/** Pages, or the parts of a page below a heading, whose blocks another test runs as a whole. */
export const ELSEWHERE = {
  [`README.md#${NEWCOMER}`]: 'tests/docs/newcomer.test.mjs',
  'README.md#On the command line': 'tests/command/guide.test.mjs',
  [`${GUIDES}/command.md`]: 'tests/command/guide.test.mjs',
  [`${GUIDES}/cloudflare.md`]: 'tests/templates/cloudflare/parts/texts.mjs',
  [`${TEMPLATES}/cloudflare/README.md`]: 'tests/templates/cloudflare/parts/texts.mjs',
  [`${GUIDES}/fastly.md`]: 'tests/templates/fastly/parts/texts.mjs',
  [`${TEMPLATES}/fastly/README.md`]: 'tests/templates/fastly/parts/texts.mjs',
};

/** The blocks of a page that are run here. */
export const blocksHere = (path) =>
  blocks(read(path)).filter(({ heading }) => !ELSEWHERE[path] && !ELSEWHERE[`${path}#${heading}`]);

/** A name for the folder in which the blocks of a page are run. */
export const folderOf = (path) => path.replaceAll('/', '-').replace(/\.md$/, '');

/** A file that a block becomes is named at the end of the paragraph before it: `` `name.mjs`: ``. */
const NAMED = /`([\w./-]+\.\w+)`[^`\n]{0,20}:$/;

/** `[{ language, code, line, file?, heading }]` of a page, in its order. */
export function blocks(text) {
  const found = [];
  let heading = '';
  let before = '';
  let open;
  for (const [at, line] of text.split('\n').entries()) {
    const fence = line.match(/^( *)```(\S*)(.*)$/);
    if (open && fence && fence[2] === '') {
      found.push({ ...open, code: open.code.join('\n') });
      open = undefined;
    } else if (open) {
      open.code.push(line.slice(open.indent));
    } else if (fence) {
      const [, { length: indent }, language, rest] = fence;
      if (rest.trim() !== '') throw new Error(`line ${at + 1}: words behind the language`);
      const file = before.trimEnd().match(NAMED)?.[1];
      open = { language, line: at + 1, indent, heading, ...(file && { file }), code: [] };
      before = '';
    } else {
      if (/^#+ /.test(line)) heading = line.replace(/^#+ /, '');
      before += `\n${line}`;
    }
  }
  if (open) throw new Error(`line ${open.line}: the block does not end`);
  return found;
}

/** `[text, target]` of every link outside of code. */
export function links(text) {
  const prose = text.replaceAll(/^ *```.*?^ *```$/gms, '').replaceAll(/`[^`\n]+`/g, (code) =>
    code.replaceAll(/[[\]()]/g, ' '));
  return [...prose.matchAll(/\[([^\]]*)\]\(([^)\s]+)\)/g)].map(([, ...pair]) => pair);
}

/** The anchors of a page as the usual renderers make them. */
export function anchors(text) {
  const titles = [...text.replaceAll(/^```.*?^```$/gms, '').matchAll(/^#+ (.*)$/gm)];
  return titles.map(([, title]) =>
    title.toLowerCase().replaceAll(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-'));
}
