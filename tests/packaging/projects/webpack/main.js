// The page's program: webpack knows the addresses of modules and of workers.

import { show } from './page.js';

const modules = {
  whole: new URL('pql-edge/pql.wasm', import.meta.url),
  runtime: new URL('pql-edge/runtime.wasm', import.meta.url),
};
show({ modules, worker: new Worker(new URL('./worker.js', import.meta.url)) });
