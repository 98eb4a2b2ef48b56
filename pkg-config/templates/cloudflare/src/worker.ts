// The Worker: which request gets which answer.

import { edgeResponse, type EdgeHandle } from 'pql-edge/runtime';

import destinations from '../destinations.json';
import { readJson } from './body';
import { corsHeaders, preflight, refuseForeignPages } from './cors';
import type { Env } from './env';
import { Problem, problemOf } from './problem';
import { answerProfile, PROFILE_METHODS } from './profiles';
import { readVisit } from './visit';

export { Visitor } from './visitor';

const INTERACT = /^(?:\/ee)?\/v2\/interact$/;
const PROFILE = /^\/profiles\/([^/]+)\/([^/]+)$/;

export default {
  async fetch(request, env) {
    const response = await answer(request, env).catch((error) => problemOf(error).response());
    const headers = Object.entries(corsHeaders(request, env));
    for (const [name, value] of headers) response.headers.set(name, value);
    return response;
  },
} satisfies ExportedHandler<Env>;

async function answer(request: Request, env: Env): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url);
  if (INTERACT.test(pathname)) {
    if (request.method === 'OPTIONS') return preflight();
    allowOnly(['POST'], request);
    refuseForeignPages(request, env);
    return interact(request, env, searchParams);
  }
  const [, namespace, id] = PROFILE.exec(pathname) ?? [];
  if (namespace === undefined || id === undefined) {
    throw new Problem('not-found', 'events are sent to /v2/interact');
  }
  allowOnly(PROFILE_METHODS, request);
  return answerProfile(request, env, [decoded(namespace), decoded(id)]);
}

async function interact(request: Request, env: Env, asked: URLSearchParams): Promise<Response> {
  const visit = readVisit(await readJson(request), Date.now());
  const datastream = asked.get('datastreamId') ?? asked.get('configId');
  const visitor = env.VISITORS.getByName(visit.visitor);
  const found = await visitor.interact(visit, mappedTo(datastream));
  const requestId = crypto.randomUUID();
  let handles: EdgeHandle[] = [];
  for (const [eventIndex, activations] of found.entries()) {
    ({ handle: handles } = edgeResponse({ requestId, activations, eventIndex, handles }));
  }
  return Response.json({ requestId, handle: handles });
}

interface MappedDestination {
  id: string;
  alias: string;
  /** The audiences that it gets; all where it is not said. */
  audiences?: string[];
  /** The datastream that it belongs to; every one where it is not said. */
  datastreamId?: string;
}

const mappedTo = (datastream: string | null) =>
  (destinations as MappedDestination[])
    .filter(({ datastreamId }) => datastreamId === undefined || datastreamId === datastream)
    .map(({ id, alias, audiences }) => ({ id, alias, ...(audiences && { audiences }) }));

function allowOnly(methods: string[], { method }: Request): void {
  if (methods.includes(method)) return;
  const allow = methods.join(', ');
  throw new Problem('method-not-allowed', `send ${allow}`, { allow });
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new Problem('not-found', 'the address is not well encoded');
  }
}
