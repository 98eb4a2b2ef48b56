export * from './index.js';

declare global {
  namespace WebAssembly {
    interface Module {}
  }
}

/** Readies the package from a compiled module, or from the bytes of `pql-edge/pql.wasm`. */
export function initSync(module: WebAssembly.Module | ArrayBuffer | ArrayBufferView): void;

/** Readies the package from wherever the module comes. Calling it again does nothing. */
export function init(source: Source | PromiseLike<Source>): Promise<void>;

/** An address (string or `URL`), a `Response` to read, a compiled module, or its bytes. */
type Source =
  | string
  | { readonly href: string }
  | { arrayBuffer(): Promise<ArrayBuffer> }
  | WebAssembly.Module
  | ArrayBuffer
  | ArrayBufferView;
