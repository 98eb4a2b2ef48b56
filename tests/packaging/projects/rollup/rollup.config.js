// A page with its worker, and a program for the server.

import { nodeResolve } from '@rollup/plugin-node-resolve';

export default [
  {
    input: ['main.js', 'worker.js'],
    output: { dir: 'dist', sourcemap: true },
    plugins: [nodeResolve({ browser: true })],
  },
  {
    input: ['program.js', 'deployed-program.js'],
    output: { dir: 'server', entryFileNames: '[name].mjs', chunkFileNames: '[name].mjs' },
    plugins: [nodeResolve({ exportConditions: ['node'] })],
  },
];
