// What wrangler makes of a file that ends so: its bytes.

declare module '*.bin' {
  const bytes: ArrayBuffer;
  export default bytes;
}
