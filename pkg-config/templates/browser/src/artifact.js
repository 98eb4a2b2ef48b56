// The compiled audiences: the last good ones from the cache at once, newer ones when there are.

import { AudienceSet, PqlError } from 'pql-edge/runtime';

const CACHE = 'audiences';

/** The set of an earlier visit, or undefined when there is none that can be loaded. */
export async function fromCache(url) {
  const cache = await caches.open(CACHE);
  const response = await cache.match(url);
  if (!response) return undefined;
  try {
    return AudienceSet.fromBytes(new Uint8Array(await response.arrayBuffer()));
  } catch {
    await cache.delete(url); // Made by another version of the compiler: fetched anew below.
    return undefined;
  }
}

/**
 * Asks the server whether there are newer ones than those in the cache: `{ set }`, `{}` when there
 * are none, `{ problem }` when it cannot be reached or what it sends is broken. Only what could be
 * loaded gets into the cache, so that a broken artifact never takes the place of a good one.
 */
export async function fromServer(url) {
  const cache = await caches.open(CACHE);
  const known = (await cache.match(url))?.headers.get('etag');
  try {
    const headers = known ? { 'if-none-match': known } : {};
    const response = await fetch(url, { headers, cache: 'no-store' });
    if (response.status === 304) return {};
    if (!response.ok) return { problem: `the server answered ${response.status}` };
    const bytes = new Uint8Array(await response.arrayBuffer());
    const set = AudienceSet.fromBytes(bytes);
    const etag = response.headers.get('etag');
    await cache.put(url, new Response(bytes, { headers: etag ? { etag } : {} }));
    return { set };
  } catch (error) {
    return { problem: error instanceof PqlError ? 'new audiences are broken' : 'offline' };
  }
}
