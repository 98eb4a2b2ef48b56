// Which pages may send events, told to browsers in the headers that they ask for.

import type { Env } from './env';
import { Problem } from './problem';

/** The headers for an answer to this request; none where it comes from no page. */
export function corsHeaders(request: Request, env: Env): Record<string, string> {
  const origin = request.headers.get('origin');
  if (origin === null || !isAllowed(origin, env)) return { vary: 'origin' };
  return { vary: 'origin', 'access-control-allow-origin': origin };
}

export function refuseForeignPages(request: Request, env: Env): void {
  const origin = request.headers.get('origin');
  if (origin === null || isAllowed(origin, env)) return;
  throw new Problem('origin-not-allowed', 'ALLOWED_ORIGINS does not name the origin of the page');
}

/** What a browser asks before it sends JSON. */
export const preflight = (): Response =>
  new Response(null, {
    status: 204,
    headers: {
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'content-type',
      'access-control-max-age': '86400',
    },
  });

function isAllowed(origin: string, { ALLOWED_ORIGINS }: Env): boolean {
  const allowed = ALLOWED_ORIGINS.split(',').map((it) => it.trim());
  return allowed.includes('*') || allowed.includes(origin);
}
