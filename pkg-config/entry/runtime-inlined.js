// Entry of the runtime for browsers and bundlers: the module inside the JavaScript.

import { decode } from './decode.js';
import bytes from './runtime-bytes.js';
import { initSync } from './runtime.js';

initSync(decode(bytes));

export { AudienceSet, PqlError, Query, edgeResponse } from './runtime.js';
