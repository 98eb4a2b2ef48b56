// The events of one invented person: visits made of steps, written as XDM experience events.

import { BROWSERS, COUNTRIES, PAGES, PRODUCTS, REFERRERS } from './catalog.mjs';
import { DAY, HOUR, MINUTE, NOW_MS, SECOND, spelled } from './clock.mjs';

const MOST_EVENTS = 15;

// How long ago a visit began; about half of the traffic belongs to the last day.
const AGES = [
  [[5 * MINUTE, 12 * HOUR], 36],
  [[12 * HOUR, 23 * HOUR], 17],
  [[25 * HOUR, 7 * DAY], 22],
  [[7 * DAY, 30 * DAY], 15],
  [[30 * DAY, 200 * DAY], 10],
];

// Each visit is the list of its steps; a step is the name of a function below.
const VISITS = {
  browse: ['home', 'view'],
  window: ['page', 'view', 'view'],
  cart: ['view', 'add'],
  stuck: ['view', 'add', 'checkout'],
  buy: ['add', 'checkout', 'purchase'],
  campaign: ['click', 'page', 'view', 'add', 'checkout', 'purchase'],
  read: ['article', 'article', 'article'],
  binge: ['article', 'article', 'article', 'article', 'article'],
  letter: ['open'],
  answer: ['open', 'click', 'page'],
  search: ['search'],
  app: ['launch', 'login'],
};

const HABITS = {
  shopper: [['browse', 2], ['window', 3], ['cart', 3], ['stuck', 3], ['buy', 4], ['campaign', 3]],
  reader: [['read', 5], ['binge', 2], ['browse', 1], ['letter', 2]],
  traveller: [['search', 5], ['answer', 2], ['read', 1], ['buy', 1], ['app', 1]],
  casual: [['browse', 4], ['letter', 3], ['app', 2], ['cart', 2], ['window', 1]],
};

/** The person's history, oldest visit not necessarily first: merged profiles are not sorted. */
export function events(source, person) {
  const count = source.weighted([[0, 7], [1, 33], [2, 36], [3, 24]]);
  const list = [];
  for (let visit = 0; visit < count; visit += 1) {
    const steps = VISITS[source.weighted(HABITS[person.habit])];
    list.push(...walk(source, person, steps));
  }
  const kept = list.slice(0, MOST_EVENTS);
  return kept.map((event, index) => ({ _id: `${person.id}-${index + 1}`, ...event }));
}

function walk(source, person, steps) {
  const [low, high] = source.weighted(AGES);
  let at = NOW_MS - source.int(low, high);
  const visit = {
    product: source.pick(PRODUCTS),
    place: place(source, person),
    browser: source.chance(0.45) ? source.pick(BROWSERS) : null,
    quantity: source.weighted([[1, 7], [2, 2], [3, 1]]),
    more: source.chance(0.3) ? source.some(PRODUCTS, source.int(1, 2)) : [],
  };
  const done = [];
  for (const step of steps) {
    // A visit that would reach into the future is cut short.
    if (at > NOW_MS) break;
    const event = { timestamp: spelled(source, at), ...STEPS[step](source, visit, person) };
    done.push(surroundings(event, visit));
    at += source.int(20 * SECOND, 9 * MINUTE);
  }
  return done;
}

const STEPS = {
  home: (source) => pageView(source, 'Home', 'home', true),
  page: (source) => pageView(source, ...source.pick(PAGES.slice(1, 4)), false),
  article: (source) => pageView(source, ...source.pick(PAGES.slice(4)), false),
  view: (source, visit) => ({
    eventType: 'commerce.productViews',
    commerce: { productViews: { value: 1 } },
    productListItems: [item(visit.product, 1)],
  }),
  add: (source, visit) => ({
    eventType: source.chance(0.1) ? 'Commerce.ProductListAdds' : 'commerce.productListAdds',
    commerce: { productListAdds: { value: 1 } },
    productListItems: basket(visit),
  }),
  checkout: () => ({ eventType: 'commerce.checkouts', commerce: { checkouts: { value: 1 } } }),
  purchase,
  open: () => ({ eventType: 'directMarketing.emailOpened', directMarketing: counter('opens') }),
  click: () => ({ eventType: 'directMarketing.emailClicked', directMarketing: counter('clicks') }),
  search: (source) => ({
    eventType: 'web.formFilledOut',
    siteSearch: {
      query: source.pick(['zürich weekend', 'night train', 'flights to lisbon', 'ski pass']),
      numberOfResults: source.weighted([[0, 5], [12, 5], [140, 3]]),
    },
  }),
  launch: () => ({
    eventType: 'application.launch',
    application: { isLaunch: true, version: '8.2.0' },
  }),
  login: () => ({ eventType: 'userAccount.login' }),
};

function pageView(source, name, siteSection, isHomePage) {
  const details = { name, siteSection };
  if (isHomePage) details.isHomePage = true;
  const event = { eventType: 'web.webpagedetails.pageViews', web: { webPageDetails: details } };
  if (source.chance(0.4)) event.web.webReferrer = { type: source.pick(REFERRERS) };
  if (isHomePage) event._experience = firstVisit(source);
  return event;
}

function firstVisit(source) {
  const eVar1 = source.pick(['member', 'guest', 'staff']);
  const analytics = { customDimensions: { eVars: { eVar1 } } };
  if (source.chance(0.5)) {
    analytics.endUser = { firstWeb: { webPageDetails: { isHomePage: true } } };
  }
  return { analytics };
}

function purchase(source, visit) {
  const items = basket(visit);
  const total = items.reduce((sum, entry) => sum + entry.priceTotal, 0);
  return {
    eventType: 'commerce.purchases',
    commerce: {
      purchases: { value: 1 },
      order: { currencyCode: visit.place.currency, priceTotal: cents(total) },
    },
    productListItems: items,
  };
}

function basket(visit) {
  return [item(visit.product, visit.quantity), ...visit.more.map((extra) => item(extra, 1))];
}

function item([SKU, name, price], quantity) {
  return { SKU, name, quantity, priceTotal: cents(price * quantity) };
}

function place(source, person) {
  const abroad = person.habit === 'traveller' ? 0.5 : 0.12;
  const countryCode = source.chance(abroad) ? source.pick(Object.keys(COUNTRIES)) : person.country;
  const currency = countryCode === 'US' ? 'USD' : 'EUR';
  return { countryCode, currency, known: source.chance(0.65) };
}

function surroundings(event, visit) {
  const full = { ...event };
  if (visit.place.known) full.placeContext = { geo: { countryCode: visit.place.countryCode } };
  if (visit.browser) {
    full.environment = { type: 'browser', browserDetails: { name: visit.browser } };
  }
  return full;
}

function counter(name) {
  return { [name]: { value: 1 } };
}

function cents(amount) {
  return Math.round(amount * 100) / 100;
}
