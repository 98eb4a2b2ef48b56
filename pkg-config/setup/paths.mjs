// Where things are: the checkout, the build folders and the cache that outlives them.

import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const inRoot = (...parts) => join(root, ...parts);

/** The package as it is published; made by build.mjs. */
export const packageFolder = inRoot('pkg');
/** Cargo's folder for wasm: another compiler may be at work there, so it is not `target` itself. */
export const wasmTarget = inRoot('target', 'wasm');

/** Tools that take minutes to build live outside the checkout, so that a fresh clone finds them. */
export const cache =
  process.env.PQL_EDGE_CACHE ??
  join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'pql-edge');
