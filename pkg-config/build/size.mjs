// Reports what a user downloads, and refuses a package that has grown past its ceilings.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

import { inRoot, packageFolder } from '../setup/paths.mjs';
import { Stop, say } from '../setup/say.mjs';

export function checkSizes() {
  const ceilings = JSON.parse(readFileSync(inRoot('pkg-config', 'size.json'), 'utf8'));
  const tooLarge = Object.entries(ceilings).flatMap(([file, ceiling]) => check(file, ceiling));
  if (tooLarge.length > 0) throw new Stop(`${tooLarge.join('\n')}\n  the ceilings: size.json`);
}

function check(file, ceiling) {
  const bytes = readFileSync(join(packageFolder, file));
  const sizes = { raw: bytes.length, gzip: gzip(bytes), brotli: brotli(bytes) };
  const listed = Object.entries(sizes).map(([name, size]) => `${name} ${kilobytes(size)}`);
  say(`  ${file}  ${listed.join('  ')}`);
  return Object.entries(ceiling)
    .filter(([name, limit]) => sizes[name] > limit)
    .map(([name, limit]) => `${file} is ${kilobytes(sizes[name])} (${name}), ` +
      `its ceiling is ${kilobytes(limit)}`);
}

const gzip = (bytes) => gzipSync(bytes, { level: 9 }).length;

const brotli = (bytes) =>
  brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_LGWIN]: 24,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  }).length;

const kilobytes = (size) => `${(size / 1024).toFixed(1)} KB`;
