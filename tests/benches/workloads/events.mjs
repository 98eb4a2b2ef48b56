// The history of a profile: shop events of about 310 bytes, newest first.

import { random } from '../../../pkg-config/samples/prng.mjs';
import { DAY, NOW, SEED } from './constants.mjs';

const TYPES = [
  ['web.webpagedetails.pageViews', 9], ['commerce.productViews', 3],
  ['commerce.productListAdds', 2], ['commerce.purchases', 6],
];
const PAGES = [['home', 4], ['sale', 3], ['product', 5], ['checkout', 5], ['help', 1]];
const SPAN = 60 * DAY;

/** `count` events over the last 60 days, however many they are. */
export function makeEvents(count, name = 'events') {
  const source = random(`${SEED}:${name}`);
  const step = SPAN / Math.max(1, count);
  return Array.from({ length: count }, (_, index) => {
    const time = NOW - Math.floor((index + source.unit()) * step) - 60_000;
    return event(source, new Date(time).toISOString());
  });
}

function event({ int, hex, pick, weighted }, timestamp) {
  const eventType = weighted(TYPES);
  const page = weighted(PAGES);
  return {
    _id: `${hex()}${hex()}`,
    timestamp,
    eventType,
    web: {
      webPageDetails: { name: page, URL: `https://shop.acme.example/${page}` },
      webInteraction: { name: pick(['link', 'button']) },
      webReferrer: { type: pick(['search_engine', 'email', 'social']) },
    },
    ...(eventType.startsWith('commerce.') && { commerce: commerce(int, hex) }),
  };
}

const commerce = (int, hex) => ({
  checkouts: { value: int(0, 1) },
  order: { purchaseID: hex(), priceTotal: int(40, 400) / 2, currencyCode: 'USD' },
});

/** The same events again under the names of profiles, with the profile they belong to. */
export const withEvents = (profiles, count) =>
  profiles.map((profile, index) => ({ ...profile, xEvent: makeEvents(count, `events ${index}`) }));
