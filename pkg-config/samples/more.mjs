// What some of the invented people have besides: from a random source of its own, so that the rest
// of a profile stays the same when something is added here.

import { DAY, HOUR, MINUTE, NOW_MS, iso, spelled } from './clock.mjs';
import { PRODUCTS } from './catalog.mjs';
import { SHARED } from './definitions/ids.mjs';

const MOST_EVENTS = 15;

const BADGES = ['newsletter', 'reviewer', 'early', 'collector', 'helper'];
const CHOICES = [['y', 55], ['n', 22], ['dy', 8], ['dn', 5], ['p', 5], ['LI', 5]];

/** Adds attributes, memberships and events to a finished profile. */
export function withMore(source, profile) {
  Object.assign(profile._acme, tenant(source));
  if (profile.consents) moreConsents(source, profile.consents);
  if (source.chance(0.2)) shareTrait(source, profile);
  if (source.chance(0.55)) {
    const added = visit(source)
      .map((event, index) => ({ _id: `${profile._id}-m${index}`, ...event }));
    profile.xEvent = [...profile.xEvent, ...added].slice(0, MOST_EVENTS);
  }
  return profile;
}

function tenant(source) {
  const own = {};
  if (source.chance(0.3)) {
    own.scores = {};
    for (const name of source.some(['churn', 'upsell', 'returns'], source.int(1, 3))) {
      own.scores[name] = source.int(0, 100) / 100;
    }
  }
  if (source.chance(0.3)) {
    own.devices = Array.from({ length: source.int(1, 2) }, () => ({
      os: source.pick(['iOS', 'Android', 'Windows', 'macOS']), push: source.chance(0.6),
    }));
  }
  if (source.chance(0.3)) own.badges = source.some(BADGES, source.int(1, 4));
  if (source.chance(0.3)) {
    own.household = { size: source.int(1, 5), children: source.int(0, 2) };
    if (source.chance(0.5)) own.household.pets = source.some(['bird', 'cat', 'dog', 'fish'], 1);
  }
  if (source.chance(0.3)) {
    const id = `S-${source.int(10, 40)}`;
    own.preferredStore = { id, distance: source.int(2, 180) / 10 };
  }
  return own;
}

function moreConsents(source, consents) {
  if (source.chance(0.25)) {
    consents.adID = choice(source);
    if (source.chance(0.8)) consents.adID.idType = source.pick(['IDFA', 'GAID']);
  }
  if (source.chance(0.3)) consents.personalize = { content: choice(source) };
  const marketing = consents.marketing ?? {};
  if (source.chance(0.2)) marketing.sms = choice(source);
  if (source.chance(0.12)) marketing.any = choice(source);
  if (Object.keys(marketing).length > 0) consents.marketing = marketing;
}

function choice(source) {
  return { val: source.weighted(CHOICES) };
}

/** A membership of another system, which keeps its own times. */
function shareTrait(source, profile) {
  const record = {
    status: source.weighted([['realized', 7], ['exited', 3]]),
    lastQualificationTime: iso(NOW_MS - source.int(1, 40) * DAY),
  };
  if (source.chance(0.4)) record.validUntil = iso(NOW_MS + source.int(-5, 20) * DAY);
  profile.segmentMembership = { ...profile.segmentMembership, AAM: { [SHARED]: record } };
}

const VISITS = {
  store: ['enter'],
  film: ['play', 'complete'],
  advertisement: ['ad', 'page', 'save'],
  change: ['add', 'remove'],
  push: ['push', 'launch'],
  opinion: ['rate'],
  hunt: ['search', 'view'],
  quick: ['view', 'checkout'],
  thanks: ['order', 'open', 'launch'],
};

function visit(source) {
  let at = NOW_MS - source.weighted([[source.int(5 * MINUTE, 11 * HOUR), 6],
    [source.int(11 * HOUR, 23 * HOUR), 2], [source.int(DAY, 20 * DAY), 3]]);
  const product = source.pick(PRODUCTS);
  return VISITS[source.pick(Object.keys(VISITS))].map((step) => {
    const event = { timestamp: spelled(source, at), ...STEPS[step](source, product) };
    at += source.int(1, 4) * MINUTE;
    return event;
  });
}

const STEPS = {
  enter: (source) => ({
    eventType: 'location.entry',
    placeContext: { POIinteraction: { poiDetail: { name: source.pick(['Centre', 'Airport']) } } },
  }),
  play: (source) => film(source, 'media.sessionStart', 0, 0),
  complete: (source) => film(source, 'media.sessionComplete', 60, 2400),
  ad: (source) => ({
    eventType: 'advertising.clicks',
    marketing: { trackingCode: source.pick(['win-26', 'win-27', 'aut-11']) },
  }),
  page: () => ({
    eventType: 'web.webpagedetails.pageViews',
    web: { webPageDetails: { name: 'Winter Sale', siteSection: 'shop' } },
  }),
  save: (source, product) => withItem('commerce.saveForLaters', product),
  search: (source) => ({
    eventType: 'web.formFilledOut',
    siteSearch: { query: source.pick(['winter', 'gift', 'shoes']), numberOfResults: 8 },
  }),
  view: (source, product) => withItem('commerce.productViews', product),
  checkout: () => ({ eventType: 'commerce.checkouts' }),
  order: (source, product) => ({
    ...withItem('commerce.purchases', product),
    commerce: { purchases: { value: 1 }, order: { currencyCode: 'EUR', priceTotal: product[2] } },
  }),
  open: () => ({ eventType: 'directMarketing.emailOpened' }),
  add: (source, product) => withItem('commerce.productListAdds', product),
  remove: (source, product) => withItem('commerce.productListRemovals', product),
  push: () => ({ eventType: 'pushTracking.applicationOpened' }),
  launch: () => ({ eventType: 'application.launch', application: { isLaunch: true } }),
  rate: (source) => ({ eventType: 'web.formFilledOut', _acme: { rating: source.int(1, 5) } }),
};

function film(source, eventType, shortest, longest) {
  return { eventType, _acme: { video: { seconds: source.int(shortest, longest) } } };
}

function withItem(eventType, [SKU, name, priceTotal]) {
  return { eventType, productListItems: [{ SKU, name, quantity: 1, priceTotal }] };
}
