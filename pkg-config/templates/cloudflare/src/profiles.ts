// `/profiles/{namespace}/{id}`: what other systems know of a visitor, for those who have the token.

import { isObject, readJson, type Json, type JsonObject } from './body';
import type { Env } from './env';
import { Problem } from './problem';
import { visitorName } from './visit';

export const PROFILE_METHODS = ['GET', 'PUT', 'DELETE'];

export async function answerProfile(
  request: Request,
  env: Env,
  [namespace, id]: [string, string],
): Promise<Response> {
  await checkToken(request, env);
  const visitor = env.VISITORS.getByName(visitorName(namespace, id));
  if (request.method === 'GET') return json(await visitor.profile());
  if (request.method === 'DELETE') await visitor.deleteProfile();
  else await visitor.putProfile(...readProfile(await readJson(request)));
  return new Response(null, { status: 204 });
}

const json = (text: string) =>
  new Response(text, { headers: { 'content-type': 'application/json' } });

/** Compared as digests, in a time that says nothing about the token. */
async function checkToken(request: Request, { PROFILE_TOKEN }: Env): Promise<void> {
  if (!PROFILE_TOKEN) throw new Problem('not-found', 'profiles need the secret PROFILE_TOKEN');
  const given = request.headers.get('authorization') ?? '';
  const digests = [given, `Bearer ${PROFILE_TOKEN}`].map((text) =>
    crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)),
  );
  const [found, wanted] = (await Promise.all(digests)) as [ArrayBuffer, ArrayBuffer];
  if (crypto.subtle.timingSafeEqual(found, wanted)) return;
  const headers = { 'www-authenticate': 'Bearer' };
  throw new Problem('unauthorized', 'send `authorization: Bearer` and the token', headers);
}

/** A merged XDM profile: its attributes, and its memberships apart. Events come one by one. */
function readProfile(body: Json): [JsonObject, JsonObject] {
  if (!isObject(body)) throw new Problem('invalid-request', 'a profile is a JSON object');
  const { segmentMembership = {}, xEvent, ...attributes } = body;
  if (xEvent !== undefined) {
    throw new Problem('invalid-request', 'events are not put: send them to /v2/interact');
  }
  if (!isObject(segmentMembership) || !Object.values(segmentMembership).every(isObject)) {
    throw new Problem('invalid-request', '`segmentMembership` is not { namespace: { id: record } }');
  }
  return [attributes, segmentMembership];
}
