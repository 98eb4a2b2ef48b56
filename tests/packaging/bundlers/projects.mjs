// The projects that use the package: how each is built, what comes out, and what must answer.

import { inRoot } from '../../../pkg-config/setup/paths.mjs';

const BOTH = ['whole', 'runtime'];
const PAGE = [...BOTH, 'slim', 'worker'];
const PROGRAMS = { program: BOTH, 'deployed-program': ['runtime'] };
const bundled = (folder, extension, command = 'node') =>
  Object.entries(PROGRAMS).map(([name, answers]) => ({ folder, file: `${name}.${extension}`, command, answers }));

const typescript = (folder, name, link) => ({
  name,
  folder,
  links: link,
  scripts: ['build'],
  compiled: true,
});
const typescript7 = { typescript: inRoot('node_modules', 'typescript') };

/**
 * Each: a name, the folder below ../projects when it has another name, and what of this is tried:
 *
 * - `scripts`: run in this order; `says` are the lines with a warning that are the tool's own affair;
 * - `links`: packages that lie in the project itself;
 * - `emits`: all files of a folder that is made, without hashes;
 * - `prints`: a script whose output is answers; `compiled`: programs below dist/ print them;
 * - `moved`: bundles that run where neither the project nor the package is;
 * - `page`: a folder that is served under a strict content policy and shows answers;
 * - `dev`: a script that serves such a page; `serves`: one that answers posts and shows pages.
 */
export const PROJECTS = [
  {
    name: 'node-esm',
    scripts: ['build'],
    prints: { script: 'start', answers: [...BOTH, 'slim'] },
  },
  { name: 'node-cjs', prints: { script: 'start', answers: [...BOTH, 'slim', 'runtimeSlim'] } },
  typescript('typescript', 'TypeScript 5, modules'),
  typescript('typescript', 'TypeScript 7, modules', typescript7),
  typescript('typescript-commonjs', 'TypeScript 5, CommonJS'),
  typescript('typescript-commonjs', 'TypeScript 7, CommonJS', typescript7),
  {
    name: 'deno',
    scripts: ['build', 'check'],
    prints: { script: 'start', answers: BOTH },
  },
  {
    name: 'bun',
    scripts: ['build'],
    prints: { script: 'start', answers: BOTH },
    emits: { server: ['deployed-program.js', 'program.js'] },
    moved: [...bundled('server', 'js', 'bun'), ...bundled('server-node', 'js')],
  },
  {
    name: 'esbuild',
    scripts: ['build'],
    emits: {
      dist: ['index.html', 'main.js', 'main.js.map', 'pql-#.wasm', 'runtime-#.wasm', 'worker.js', 'worker.js.map'],
      server: ['deployed-program.cjs', 'deployed-program.mjs', 'program.cjs', 'program.mjs'],
    },
    moved: [...bundled('server', 'mjs'), ...bundled('server', 'cjs')],
    page: { folder: 'dist', answers: PAGE },
  },
  {
    name: 'rollup',
    scripts: ['build'],
    emits: {
      dist: [
        'deployed-#.js', 'deployed-#.js.map', 'index.html', 'main.js', 'main.js.map', 'pql.wasm',
        'runtime.wasm', 'worker.js', 'worker.js.map',
      ],
      server: ['deployed-program.mjs', 'program.mjs', 'visitor.mjs'],
    },
    moved: bundled('server', 'mjs'),
    page: { folder: 'dist', answers: PAGE },
  },
  {
    name: 'vite',
    scripts: ['build'],
    emits: {
      dist: [
        'assets/index-#.js', 'assets/index-#.js.map', 'assets/pql-#.wasm', 'assets/runtime-#.wasm',
        'assets/worker-#.js', 'assets/worker-#.js.map', 'index.html',
      ],
      server: ['assets/visitor-#.js', 'deployed-program.js', 'program.js'],
    },
    moved: bundled('server', 'js'),
    page: { folder: 'dist', answers: PAGE },
    dev: { script: 'dev', options: ['--strictPort'], answers: PAGE },
  },
  {
    name: 'webpack',
    scripts: ['build'],
    emits: {
      dist: [
        '#.js', '#.js', '#.js.map', '#.js.map', '#.wasm', '#.wasm', 'index.html', 'main.js', 'main.js.map',
      ],
      server: ['deployed-program.cjs', 'program.cjs'],
    },
    moved: bundled('server', 'cjs'),
    page: { folder: 'dist', answers: PAGE },
  },
  {
    name: 'service-worker',
    scripts: ['build'],
    emits: { dist: ['index.html', 'main.js', 'service.js'] },
    page: { folder: 'dist', answers: BOTH },
  },
  {
    name: 'wrangler',
    scripts: ['build'],
    emits: { dist: ['#-pql.wasm', '#-runtime.wasm', 'README.md', 'main.js', 'main.js.map'] },
    serves: { script: 'start', posts: { '/': [...BOTH, 'slim'] } },
  },
  {
    name: 'next',
    scripts: ['build'],
    says: [/No build cache found/, /Edge Runtime is deprecated/, /edge runtime on a page currently disables static/],
    serves: {
      script: 'start',
      options: ['--hostname', '127.0.0.1'],
      posts: { '/api/decide': BOTH, '/edge/decide': BOTH },
      pages: { '/': { '#server': BOTH, '#answers': BOTH } },
    },
  },
];
