// Shows what the bytes of the modules are: sections, crates and our modules, the largest functions.

import { existsSync, readFileSync } from 'node:fs';

import { asText, brotli, measure } from './build/size.mjs';
import { functions, owner, sections } from './build/names.mjs';
import { namedModules } from './build/wasm.mjs';
import { Stop, isProgram, main, say } from './setup/say.mjs';

const LARGEST = 25;
const SECTIONS = { 1: 'types', 2: 'imports', 3: 'signatures', 7: 'exports', 9: 'table', 10: 'code', 11: 'data' };

/** Names are gone from what ships, so functions are those before `wasm-opt`, about a twentieth larger. */
export function report({ name, named, shipped }) {
  const all = functions(named);
  const parts = sections(shipped).filter(({ id }) => SECTIONS[id]);
  return [
    `${name}: sections as they ship`,
    ...parts.map(({ id, bytes }) => row(bytes.length, SECTIONS[id], `brotli ${brotli(bytes)}`)),
    `${name}: code by crate, and by module of ours`,
    ...grouped(all).map(([whose, { size, count }]) => row(size, whose, `${count} functions`)),
    `${name}: the largest functions`,
    ...largest(all).map(({ size, name }) => row(size, readable(name))),
  ];
}

function grouped(all) {
  const groups = new Map();
  for (const { name, size } of all) {
    const group = groups.get(owner(name)) ?? { size: 0, count: 0 };
    groups.set(owner(name), { size: group.size + size, count: group.count + 1 });
  }
  return [...groups].sort(([, a], [, b]) => b.size - a.size);
}

const largest = (all) => all.toSorted((a, b) => b.size - a.size).slice(0, LARGEST);

/** Without the hashes that tell versions of a crate apart. */
const readable = (name) => name.replaceAll(/\[[0-9a-f]{12,16}\]/g, '').slice(0, 120);

const row = (size, what, more = '') => `${String(size).padStart(9)}  ${what.padEnd(28)}  ${more}`.trimEnd();

if (isProgram(import.meta.url)) {
  await main(() => {
    for (const { name, named, shipped } of namedModules) {
      if (!existsSync(named)) throw new Stop('there are no modules yet: run `npm run build`');
      const files = { named: readFileSync(named), shipped: readFileSync(shipped) };
      report({ name, ...files }).forEach((line) => say(line));
    }
    measure().forEach((measured) => say(asText(measured)));
  });
}
