// Entry for browsers and bundlers: the module travels inside the JavaScript, ready on import.

import { initSync } from './api.js';
import bytes from './pql-bytes.js';
import { decode } from './decode.js';

initSync(decode(bytes));

export * from './public.js';
