// A service in Node that imports the package, and its slim entries with files it reads itself.

import { readFileSync } from 'node:fs';

import { decide } from './decide.js';
import { decide as decideDeployed } from './deployed.js';
import { start } from './slim.js';
import visitor from './visitor.js';

const file = (name) => readFileSync(new URL(import.meta.resolve(name)));
const decideSlim = await start({
  whole: file('pql-edge/pql.wasm'),
  runtime: file('pql-edge/runtime.wasm'),
});

console.log(
  JSON.stringify({
    whole: decide(visitor),
    runtime: decideDeployed(visitor),
    slim: decideSlim(visitor),
  }),
);
