declare global {
  namespace WebAssembly {
    interface Module {}
  }
}

/** An object, and not just anything as the empty interface of the standard library would say. */
export type CompiledModule = object & WebAssembly.Module;

/** Readies the package from a compiled module, or from the bytes of its file. */
export function initSync(module: CompiledModule | ArrayBuffer | ArrayBufferView): void;

/** Readies the package from wherever the module comes. Calling it again does nothing. */
export function init(source: ModuleSource | PromiseLike<ModuleSource>): Promise<void>;

/** An address (string or `URL`), a `Response` to read, a compiled module, or its bytes. */
export type ModuleSource =
  | string
  | { readonly href: string }
  | { arrayBuffer(): Promise<ArrayBuffer> }
  | CompiledModule
  | ArrayBuffer
  | ArrayBufferView;
