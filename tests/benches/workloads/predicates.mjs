// The single predicates: simple, medium and heavy.

import { COUNTRIES } from './constants.mjs';
import {
  above, all, any, atLeast, endsWith, equal, events, oneOf, within,
} from './conditions.mjs';

export const SIMPLE_ONE = equal('loyalty.tier', 'gold');

export const SIMPLE_TWO = all(equal('loyalty.tier', 'gold'), atLeast('loyalty.points', 5_000));

/** Six conditions, the third or the fourth being enough; all the profiles satisfy all six. */
export const MEDIUM = medium({
  countries: COUNTRIES.slice(0, 16),
  year: 1980,
  tier: 'gold',
  points: 5_000,
  suffix: '@example.com',
  consent: 'y',
});

export function medium({ countries, year, tier, points, suffix, consent }) {
  return all(
    oneOf('homeAddress.countryCode', countries),
    atLeast('person.birthYear', year),
    any(equal('loyalty.tier', tier), atLeast('loyalty.points', points)),
    endsWith('personalEmail.address', suffix),
    equal('consents.marketing.email.val', consent),
  );
}

/** At least two purchases above 50 in 30 days, and a checkout page in 7 days. */
export const HEAVY = all(
  events(2, all(
    equal('eventType', 'commerce.purchases'),
    above('commerce.order.priceTotal', 50),
    within(30),
  )),
  events(1, all(equal('web.webPageDetails.name', 'checkout'), within(7))),
);
