// How the page is built: the package comes from ../pkg, and nothing from anywhere else.

import { fileURLToPath } from 'node:url';

import { defineConfig } from 'vite';

// `data:` is the wavy line of the editor; `wasm-unsafe-eval` compiles wasm and nothing more.
// Style attributes are what Chromium itself writes where typing replaces coloured text.
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "style-src-attr 'unsafe-inline'",
  "connect-src 'self'",
  "worker-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** The built page allows only itself; the development server needs scripts of its own. */
const policy = {
  name: 'content-security-policy',
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: { 'http-equiv': 'Content-Security-Policy', content: POLICY },
      injectTo: 'head-prepend',
    },
  ],
};

export default defineConfig({
  base: './',
  plugins: [policy],
  resolve: {
    alias: [
      { find: /^pql-edge\/slim$/, replacement: beside('pkg/slim.js') },
      { find: /^pql-edge\/pql\.wasm/, replacement: beside('pkg/pql.wasm') },
    ],
  },
  server: { fs: { allow: ['..'] } },
  worker: { format: 'es' },
  build: { target: 'es2023', assetsInlineLimit: 0, modulePreload: { polyfill: false } },
});

function beside(path) {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}
