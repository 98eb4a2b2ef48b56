// The surface of the runtime: queries and sets from their bytes, evaluated by runtime.wasm.

import { Loaded, LoadedQuery, LoadedSet } from './artifacts.js';
import { Host, QUERY, SET } from './host.js';
import { PqlError, disposable } from './shared.js';

export { edgeResponse } from './activation.js';
export { PqlError };

const host = new Host();

/** Takes a WebAssembly.Module or the bytes of runtime.wasm. */
export function initSync(module) {
  if (host.isReady) return;
  const compiled = module instanceof WebAssembly.Module ? module : new WebAssembly.Module(module);
  host.attach(new WebAssembly.Instance(compiled, {}).exports);
}

/** Takes an address, a Response, a WebAssembly.Module or the bytes, or a promise of one. */
export async function init(source) {
  const given = await source;
  if (host.isReady) return;
  initSync(given instanceof WebAssembly.Module ? given : await WebAssembly.compile(await bytesOf(given)));
}

async function bytesOf(given) {
  const address = given?.href ?? given;
  const found = typeof address === 'string' ? await fetch(address) : given;
  if (typeof found?.arrayBuffer !== 'function') return found;
  if (found.ok === false) throw new Error(`${found.url} answers with status ${found.status}`);
  return found.arrayBuffer();
}

export class Query extends LoadedQuery {
  constructor(it) {
    super(it, 'Query.fromBytes()');
  }

  static fromBytes(bytes) {
    return new Query(new Loaded(host, host.load(QUERY, bytes)));
  }
}

export class AudienceSet extends LoadedSet {
  constructor(it) {
    super(it, 'AudienceSet.fromBytes()');
  }

  static fromBytes(bytes) {
    return new AudienceSet(new Loaded(host, host.load(SET, bytes)));
  }
}

disposable(Query, AudienceSet);
