// The page's program: the modules are copied beside it.

import { show } from './page.js';

const modules = { whole: 'pql.wasm', runtime: 'runtime.wasm' };
show({ modules, worker: new Worker('worker.js', { type: 'module' }) });
