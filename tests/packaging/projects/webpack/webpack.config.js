// A page with its worker, and a program for the server.

/** The whole package has its module inside: more than what webpack advises for an asset. */
const performance = { maxAssetSize: 2_000_000, maxEntrypointSize: 2_000_000 };

const inFolder = (name) => new URL(name, import.meta.url).pathname;

export default [
  { name: 'page', mode: 'production', entry: './main.js', devtool: 'source-map', performance },
  {
    name: 'server',
    mode: 'production',
    target: 'node',
    entry: { program: './program.js', 'deployed-program': './deployed-program.js' },
    output: { path: inFolder('server'), filename: '[name].cjs' },
  },
];
