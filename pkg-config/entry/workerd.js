// Entry for Workers: the runtime hands over a compiled module, none is compiled from bytes.

import { initSync } from './api.js';
import module from './pql.wasm';

initSync(module);

export * from './public.js';
