// The page's program: Vite knows the addresses of modules and of workers.

import runtime from 'pql-edge/runtime.wasm?url';
import whole from 'pql-edge/pql.wasm?url';

import { show } from './page.js';

const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
show({ modules: { whole, runtime }, worker });
