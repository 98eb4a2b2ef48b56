// `npm run notices`: writes THIRD-PARTY-NOTICES.md, the licences of what is compiled into the modules.

import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { inRoot, root } from './setup/paths.mjs';
import { isProgram, main, say, Stop } from './setup/say.mjs';
import { WASM } from './setup/rust.mjs';

export const NOTICES = 'THIRD-PARTY-NOTICES.md';

const INTRODUCTION = `# Third-party notices

pql-edge is licensed under the Apache License 2.0 (\`LICENSE\`). Its WebAssembly modules and their glue contain code of
the packages below. Where a package offers a choice of licences, the first of these is taken: Apache-2.0, MIT, BSD, others.
Written by \`npm run notices\`; a test holds it up to date.`;

/** Compiled in too, from the compiler that builds the modules. */
const STANDARD = {
  name: 'the standard library of Rust, with dlmalloc and hashbrown',
  license: 'MIT OR Apache-2.0',
  repository: 'https://github.com/rust-lang/rust',
};

const APACHE = 'Apache-2.0';
const PREFERRED = [APACHE, 'MIT', 'BSD-3-Clause', 'BSD-2-Clause'];

/** The crates that end up in the modules: normal dependencies, without what only runs in the compiler. */
export function crates() {
  const { packages, resolve } = metadata();
  const byId = new Map(packages.map((one) => [one.id, one]));
  const nodes = new Map(resolve.nodes.map((node) => [node.id, node]));
  const seen = new Set();
  const visit = (id) => {
    if (seen.has(id) || runsInCompiler(byId.get(id))) return;
    seen.add(id);
    for (const { pkg, dep_kinds: kinds } of nodes.get(id).deps) {
      if (kinds.some(({ kind }) => kind === null)) visit(pkg);
    }
  };
  visit(resolve.root);
  seen.delete(resolve.root);
  return [...seen].map((id) => byId.get(id)).sort((a, b) => (a.name < b.name ? -1 : 1));
}

const runsInCompiler = ({ targets }) => targets.some(({ kind }) => kind.includes('proc-macro'));

function metadata() {
  const args = ['metadata', '--format-version', '1', '--locked', '--features', 'wasm',
    '--filter-platform', WASM];
  const run = spawnSync('cargo', args, { cwd: root, encoding: 'utf8', maxBuffer: 1e9 });
  if (run.status !== 0) throw new Stop(`cargo metadata failed\n${run.stderr}`);
  return JSON.parse(run.stdout);
}

/** The licences that are taken of an expression such as `(MIT OR Apache-2.0) AND Unicode-3.0`. */
function chosen({ name, license }) {
  if (!license) throw new Stop(`${name} names no licence`);
  return license.split(' AND ').map((part) => {
    const offered = part.split(/ OR |\//).map((one) => one.replaceAll(/[()]/g, '').trim());
    return PREFERRED.find((one) => offered.includes(one)) ?? offered[0];
  });
}

/** The text that a crate comes with for a licence. */
function textOf({ name, manifest_path: manifest }, license) {
  const folder = dirname(manifest);
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|unlicense)/i.test(file)).sort();
  const [word] = license.split('-');
  const file = files.find((one) => one.toLowerCase().includes(word.toLowerCase())) ?? files[0];
  if (!file) throw new Stop(`${name} comes without the text of ${license}`);
  return readFileSync(join(folder, file), 'utf8').replaceAll('\r', '').trim();
}

/** A row for a crate: versions are in Cargo.lock, and the notices do not change with them. */
const row = ({ name, license, repository }) =>
  `- ${name} (${license})${repository ? `, ${repository}` : ''}`;

export function notices() {
  const taken = crates().flatMap((one) => chosen(one).map((license) => ({ one, license })));
  const apache = taken.filter(({ license }) => license === APACHE).map(({ one }) => one);
  const texts = new Map();
  for (const { one, license } of taken.filter(({ license }) => license !== APACHE)) {
    const text = textOf(one, license);
    const key = text.replaceAll(/\s+/g, ' ');
    if (!texts.has(key)) texts.set(key, { text, license, users: [] });
    texts.get(key).users.push(one);
  }
  const parts = [...texts.values()].map(({ text, license, users }) =>
    part(`${license}: ${users.map(({ name }) => name).join(', ')}`, users, quoted(text)));
  return [INTRODUCTION, part(APACHE, [...apache, STANDARD], 'The text is that of `LICENSE`.'), ...parts]
    .join('\n\n').concat('\n');
}

const part = (title, users, text) => `## ${title}\n\n${users.map(row).join('\n')}\n\n${text}`;
const quoted = (text) => text.split('\n').map((line) => `> ${line}`.trimEnd()).join('\n');

if (isProgram(import.meta.url)) {
  await main(() => {
    writeFileSync(inRoot(NOTICES), notices());
    say(`✓ ${NOTICES}`);
  });
}
