/** `runtime.wasm` as runtimes with static wasm imports give it: compiled, ready for `initSync`. */
declare const module: WebAssembly.Module;
export default module;

declare global {
  namespace WebAssembly {
    interface Module {}
  }
}
