// Answers /decide of its site: the audiences of the visitor in the body, without a network.

import { decide } from './decide.js';
import { decide as decideDeployed } from './deployed.js';

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('fetch', (event) => {
  if (new URL(event.request.url).pathname === '/decide') event.respondWith(answer(event.request));
});

async function answer(request) {
  const visitor = await request.json();
  return Response.json({ whole: decide(visitor), runtime: decideDeployed(visitor) });
}
