// The page: sends what the visitor does to the worker, and shows what comes back.

import './style.css';

import { connect } from './client.js';
import { addToCart, login, logout, pageView, productView, purchase } from './events.js';
import { show, showProducts } from './view.js';

let current = { cart: [], name: null };

function take(view) {
  current = view;
  show(view);
}

const { ask } = connect(take);

/** Who nothing is known of. */
const STRANGER = { audiences: [], cart: [], name: null, tier: null, events: 0 };

/** Shows the answer; where there can be none, as in a browser that keeps nothing, the shop of everybody. */
async function showing(answer) {
  try {
    take(await answer);
  } catch ({ message }) {
    take({ ...STRANGER, problem: `Not personalised: ${message}` });
  }
}

const send = (event) => showing(ask('event', { event }));

const press = (id, work) => document.getElementById(id).addEventListener('click', work);

showProducts((action, product) => send(action === 'add' ? addToCart(product) : productView(product)));
press('buy', () => send(purchase(current.cart)));
press('sign-in', () => send(current.name ? logout() : login()));
press('forget', () => showing(ask('forget')));
addEventListener('online', () => showing(ask('refresh')));

// Relative to the page, so that the shop may live in a folder.
await showing(ask('start', { artifact: new URL('audiences.pqlb', document.baseURI).href }));
await send(pageView());

if (import.meta.env.PROD && 'serviceWorker' in navigator) {
  await navigator.serviceWorker.register(new URL('offline.js', document.baseURI));
  const { active } = await navigator.serviceWorker.ready;
  const loaded = performance.getEntriesByType('resource').map(({ name }) => name);
  active.postMessage([location.href, ...loaded.filter((name) => !name.endsWith('.pqlb'))]);
}
