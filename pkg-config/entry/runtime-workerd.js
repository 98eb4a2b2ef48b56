// Entry of the runtime for Workers: they hand over a compiled module, none is compiled from bytes.

import module from './runtime.wasm';
import { initSync } from './runtime.js';

initSync(module);

export { AudienceSet, PqlError, Query, edgeResponse } from './runtime.js';
