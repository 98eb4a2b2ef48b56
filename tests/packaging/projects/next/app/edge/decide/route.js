// Decides about the visitor in the body, in the edge runtime.

import { decide } from '../../../decide.js';
import { decide as decideDeployed } from '../../../deployed.js';

export async function POST(request) {
  const visitor = await request.json();
  return Response.json({ whole: decide(visitor), runtime: decideDeployed(visitor) });
}

export const runtime = 'edge';
