// The page's program: esbuild puts the modules beside it and gives their addresses.

import runtime from 'pql-edge/runtime.wasm';
import whole from 'pql-edge/pql.wasm';

import { show } from './page.js';

show({ modules: { whole, runtime }, worker: new Worker('worker.js', { type: 'module' }) });
