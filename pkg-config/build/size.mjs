// What a user downloads, and whether it has grown past its ceilings (pkg-config/size.json).

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

import { inRoot, packageFolder } from '../setup/paths.mjs';

/** `[{ file, sizes, complaints }]`, one for each file that has a ceiling. */
export function measure() {
  const ceilings = JSON.parse(readFileSync(inRoot('pkg-config', 'size.json'), 'utf8'));
  return Object.entries(ceilings).map(([file, ceiling]) => {
    const bytes = readFileSync(join(packageFolder, file));
    const sizes = { raw: bytes.length, gzip: gzip(bytes), brotli: brotli(bytes) };
    return { file, sizes, complaints: complaints(file, sizes, ceiling) };
  });
}

const complaints = (file, sizes, ceiling) =>
  Object.entries(ceiling)
    .filter(([name, limit]) => sizes[name] > limit)
    .map(([name, limit]) => {
      const over = `${kilobytes(sizes[name])} ${name}, over its ceiling of ${kilobytes(limit)}`;
      return `${file} is ${over}`;
    });

export const asText = ({ file, sizes }) =>
  [file, ...Object.entries(sizes).map(([name, size]) => `${name} ${kilobytes(size)}`)].join('  ');

const gzip = (bytes) => gzipSync(bytes, { level: 9 }).length;

export const brotli = (bytes) =>
  brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_LGWIN]: 24,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  }).length;

const kilobytes = (size) => `${(size / 1024).toFixed(1)} KB`;
