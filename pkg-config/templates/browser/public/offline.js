// The service worker: keeps what the page was loaded from, so that it starts without a network.

const CACHE = 'shop';

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  // The worker of the page sees to the audiences itself (src/artifact.js).
  if (request.method !== 'GET' || origin !== location.origin || pathname.endsWith('.pqlb')) return;
  event.respondWith(fromNetwork(request));
});

/** The network's answer, which is kept; without a network the one that was kept. */
async function fromNetwork(request) {
  const cache = await caches.open(CACHE);
  try {
    const response = await fetch(request);
    if (response.ok) await cache.put(request, response.clone());
    return response;
  } catch (error) {
    const kept = await cache.match(request, { ignoreVary: true });
    if (kept) return kept;
    throw error;
  }
}

// What was loaded before this worker was there: the page names it.
self.addEventListener('message', ({ data }) => {
  const keep = caches.open(CACHE).then((cache) => cache.addAll(data));
  keep.catch(() => {}); // Without a network it is tried again with the next start.
});
