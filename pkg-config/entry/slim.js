// Entry that loads nothing: call initSync or init once, before anything else.

import load, { initSync as loadSync } from './glue.js';

export { AudienceSet, PqlError, Query, check, compile, format } from './api.js';

/** Takes a WebAssembly.Module or the bytes of pql.wasm. */
export function initSync(module) {
  loadSync({ module });
}

/** Takes a URL, a Response or a promise of one, a WebAssembly.Module or the bytes. */
export async function init(source) {
  await load({ module_or_path: source });
}
