// The module of the package as an address; Vite's own types know `?url` only of relative names.

declare module 'pql-edge/pql.wasm?url' {
  const address: string;
  export default address;
}
