// A Worker that decides audiences: what the edge test deploys.

import * as pql from 'pql-edge';

import { answers } from './answers.mjs';

const audiences = pql.AudienceSet.compile([
  {
    id: 'canada',
    expression: { type: 'PQL', format: 'pql/text', value: 'homeAddress.countryCode = "CA"' },
    evaluationInfo: { synchronous: { enabled: true } },
  },
]);

export default {
  async fetch(request) {
    try {
      if (new URL(request.url).pathname === '/answers') return Response.json(answers(pql));
      const profile = new Uint8Array(await request.arrayBuffer());
      return Response.json({ audiences: audiences.evaluate(profile) });
    } catch (error) {
      const known = error instanceof pql.PqlError;
      return Response.json({ error: error.message }, { status: known ? 400 : 500 });
    }
  },
};
