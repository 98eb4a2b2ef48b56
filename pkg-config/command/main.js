#!/usr/bin/env node
// The program `pql-edge`: its arguments in, its exit status out.

import { run } from './run.js';

run(process.argv.slice(2)).then((status) => {
  process.exitCode = status;
});
