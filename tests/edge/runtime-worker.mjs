// A Worker that runs a set compiled at deploy time: what the test of the runtime deploys.

import { AudienceSet, PqlError, Query, edgeResponse } from 'pql-edge/runtime';

import artifact from './audiences.pqls';
import artifacts from './artifacts.mjs';
import { answers } from './runtime-answers.mjs';

const audiences = AudienceSet.fromBytes(artifact);
const pql = { AudienceSet, PqlError, Query, edgeResponse };

export default {
  async fetch(request) {
    try {
      if (new URL(request.url).pathname === '/answers') {
        return Response.json(answers(pql, artifacts));
      }
      const profile = new Uint8Array(await request.arrayBuffer());
      return Response.json({ audiences: audiences.evaluate(profile) });
    } catch (error) {
      const known = error instanceof PqlError;
      return Response.json({ error: error.message }, { status: known ? 400 : 500 });
    }
  },
};
