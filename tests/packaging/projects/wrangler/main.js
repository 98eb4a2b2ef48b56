// A Worker that decides about the visitor in the body.

import runtime from 'pql-edge/runtime.wasm';
import whole from 'pql-edge/pql.wasm';

import { decide } from './decide.js';
import { decide as decideDeployed } from './deployed.js';
import { start } from './slim.js';

const slim = start({ whole, runtime });

export default {
  async fetch(request) {
    const visitor = await request.json();
    const decideSlim = await slim;
    return Response.json({
      whole: decide(visitor),
      runtime: decideDeployed(visitor),
      slim: decideSlim(visitor),
    });
  },
};
