// A page with its worker, and programs for the server that need no package beside them.

/** The whole package has its module inside, so its chunk is larger than what Vite advises. */
const build = { chunkSizeWarningLimit: 2000 };
const programs = ['program.js', 'deployed-program.js'];

export default ({ isSsrBuild }) => ({
  build: isSsrBuild ? { ...build, rolldownOptions: { input: programs } } : { ...build, sourcemap: true },
  ssr: { noExternal: true },
  worker: { format: 'es' },
});
