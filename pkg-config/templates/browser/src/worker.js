// The web worker of the page: it alone touches audiences, events and memberships.

import { fromCache, fromServer } from './artifact.js';
import { change, forget } from './store.js';
import { describe, receive } from './visitor.js';

const REFRESH = 5 * 60_000;

/** The other tabs of the shop: each has a worker of its own, and all have one store. */
const others = new BroadcastChannel('audiences');

let url;
let set;
let problem = null;

/** What the page may ask for; each answers with what there is to show. */
const ANSWERS = {
  async start({ artifact }) {
    url = artifact;
    set = await fromCache(url);
    if (set) void refresh();
    else await refresh();
    setInterval(refresh, REFRESH);
    return update();
  },
  event: ({ event }) => update(event),
  refresh: async () => {
    await refresh();
    return update();
  },
  async forget() {
    const visitor = await forget();
    others.postMessage('changed');
    return show(visitor);
  },
};

/** Stores what an event changes, or what time has changed since the last one. */
async function update(event) {
  const now = Date.now();
  const work = (before) => receive(before, event, set, now);
  const visitor = await change(work, { create: event !== undefined });
  if (event) others.postMessage('changed');
  return show(visitor, now);
}

const show = (visitor, now = Date.now()) => ({ ...describe(visitor, set, now), problem });

/** Takes newer audiences when there are, and tells the page what is new: them, or a problem. */
async function refresh() {
  const found = await fromServer(url);
  const before = problem;
  problem = found.problem ?? null;
  if (found.set) {
    set?.free();
    set = found.set;
  }
  if (found.set || problem !== before) postMessage({ view: await update() });
}

others.onmessage = async () => {
  postMessage({ view: await update() });
};

self.onmessage = async ({ data: { id, ask, ...rest } }) => {
  try {
    postMessage({ id, view: await ANSWERS[ask](rest) });
  } catch (error) {
    postMessage({ id, error: String(error) });
  }
};
