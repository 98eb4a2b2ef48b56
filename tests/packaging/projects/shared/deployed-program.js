// Prints what is decided about the visitor by the runtime alone: no compiler is bundled.

import { decide } from './deployed.js';
import visitor from './visitor.js';

console.log(JSON.stringify({ runtime: decide(visitor) }));
