// Prints what is decided about the visitor, by the whole package and by its runtime.

import { decide } from './decide.js';
import { decide as decideDeployed } from './deployed.js';
import visitor from './visitor.js';

console.log(JSON.stringify({ whole: decide(visitor), runtime: decideDeployed(visitor) }));
