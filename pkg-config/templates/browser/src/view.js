// The page as a function of what the worker says. Elements are made, never parsed from text.

import { heroFor, offersFor, PRODUCTS } from './content.js';
import { total } from './events.js';

const at = (id) => document.getElementById(id);
const price = new Intl.NumberFormat('en', { style: 'currency', currency: 'EUR', maximumFractionDigits: 0 });

/** An element: `make('p', { class: 'note' }, 'text', child)`. */
function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

const hidden = (text) => make('span', { class: 'hidden' }, text);

/** A drawing of index.html. */
function drawing(id) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  svg.setAttribute('viewBox', '0 0 96 96');
  svg.setAttribute('aria-hidden', 'true');
  use.setAttribute('href', `#${id}`);
  svg.append(use);
  return svg;
}

/** The products never change: they are made once. `act` gets what was pressed on which. */
export function showProducts(act) {
  const cards = PRODUCTS.map((product) => {
    const view = make('button', { type: 'button' }, 'View', hidden(` ${product.name}`));
    const add = make('button', { type: 'button', class: 'main' }, 'Add to cart', hidden(`: ${product.name}`));
    view.addEventListener('click', () => act('view', product));
    add.addEventListener('click', () => act('add', product));
    return make(
      'li',
      { class: `product ${product.section}`, 'data-sku': product.sku },
      make('div', { class: 'picture' }, drawing(product.sku.toLowerCase())),
      make('p', { class: 'section' }, product.section),
      make('h3', {}, product.name),
      make('p', { class: 'note' }, product.note),
      make('p', { class: 'price' }, price.format(product.price)),
      make('div', { class: 'actions' }, view, add),
    );
  });
  at('products').replaceChildren(...cards);
}

/** What changes with every answer of the worker. */
export function show(view) {
  const members = view.audiences.filter(({ status }) => status === 'realized');
  const isIn = (id) => members.some((audience) => audience.id === id);
  const nameOf = (id) => view.audiences.find((audience) => audience.id === id)?.name;
  showHero(heroFor(isIn), view, nameOf);
  showOffers(offersFor(isIn));
  showCart(view.cart);
  showAudiences(view.audiences);
  at('sign-in').textContent = view.name ? 'Sign out' : 'Sign in';
  at('greeting').textContent = view.name ? `Hello ${view.name}, ${view.tier} member` : '';
  at('kept').textContent = `${view.events} ${view.events === 1 ? 'event is' : 'events are'} kept.`;
  at('problem').textContent = view.problem ? PROBLEMS[view.problem] ?? view.problem : '';
  document.documentElement.dataset.ready = '';
}

const PROBLEMS = {
  offline: 'Offline: these are the audiences of the last visit.',
  'new audiences are broken': 'Newer audiences could not be read: the last good ones stay.',
};

function showHero({ scene, title, text, audience }, { name }, nameOf) {
  const hero = at('hero');
  if (at('hero-title').textContent !== title) {
    hero.dataset.scene = scene;
    hero.dataset.audience = audience ?? 'everybody';
    at('hero-title').textContent = title;
    at('hero-text').textContent = text;
  }
  const reason = audience ? nameOf(audience) : name ? 'Signed in' : 'Nothing is known of you yet';
  at('hero-reason').textContent = reason;
}

function showOffers(offers) {
  const items = offers.map(({ title, text, audience }) =>
    make('li', { 'data-audience': audience ?? 'everybody' }, make('h3', {}, title), make('p', {}, text)),
  );
  at('offers').replaceChildren(...items);
}

function showCart(cart) {
  at('cart-count').textContent = String(cart.length);
  at('cart-total').textContent = cart.length > 0 ? price.format(total(cart)) : 'empty';
  at('buy').disabled = cart.length === 0;
}

/** Members first, then who left; the newest of each first. */
const ORDER = ['realized', 'exited', 'none'];
const WORDS = { realized: 'in', exited: 'left', none: 'not in' };

function showAudiences(audiences) {
  const open = new Set([...at('audiences').querySelectorAll('details[open]')].map(({ id }) => id));
  const newest = (one, other) => (other.since ?? '').localeCompare(one.since ?? '');
  const sorted = [...audiences].sort(
    (one, other) => ORDER.indexOf(one.status) - ORDER.indexOf(other.status) || newest(one, other),
  );
  const focused = document.activeElement?.closest('details')?.id;
  at('audiences').replaceChildren(...sorted.map((audience) => audienceItem(audience, open)));
  if (focused) at(focused)?.querySelector('summary').focus();
  at('no-audiences').hidden = audiences.length > 0;
}

function audienceItem({ id, name, status, since, why }, open) {
  const when = since ? make('time', { datetime: since }, clock(since)) : '';
  const details = make(
    'details',
    { id: `why-${id}` },
    make(
      'summary',
      {},
      make('span', { class: 'status' }, WORDS[status]),
      make('span', { class: 'name' }, name),
      when,
    ),
    reasonList(why, { class: 'why', 'aria-label': `Why: ${name}` }),
  );
  details.open = open.has(details.id);
  return make('li', { 'data-audience': id, 'data-status': status }, details);
}

/** Conditions and what they found, parts below their whole. */
function reasonList(rows, attributes = {}) {
  const items = rows.map(({ sign, text, value, decided, parts }) =>
    make(
      'li',
      { ...(decided && { class: 'decides' }), 'data-sign': sign },
      make('code', {}, text),
      make('span', { class: 'found' }, value),
      ...(parts.length > 0 ? [reasonList(parts)] : []),
    ),
  );
  return make('ul', attributes, ...items);
}

/** The time of today, the date of other days. */
function clock(since) {
  const time = new Date(since);
  const today = time.toDateString() === new Date().toDateString();
  return today ? time.toLocaleTimeString('en-GB') : time.toLocaleDateString('en-GB');
}
