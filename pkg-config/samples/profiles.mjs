// The invented people: merged XDM profiles with attributes, memberships, consents and events.

import {
  COUNTRIES, COUNTRY_WEIGHTS, DESTINATIONS, INTERESTS, MAILBOXES, PLANS,
} from './catalog.mjs';
import { DAY, HOUR, NOW_MS, day, iso, spelled } from './clock.mjs';
import { events } from './events.mjs';
import { withMore } from './more.mjs';
import { random } from './prng.mjs';

/** Profile number `index`; `audiences` are the ids that may be stored as earlier memberships. */
export function profile(seed, index, audiences) {
  const source = random(`${seed}:profile:${index}`);
  const person = sketch(source, index);
  const whole = {
    _id: person.id,
    ...identity(source, person),
    ...contact(source, person),
    ...consent(source),
    ...loyalty(source, person),
    _acme: tenant(source, person),
    ...memberships(source, audiences),
    xEvent: events(source, person),
  };
  return withMore(random(`${seed}:more:${index}`), firstOrder(source, whole));
}

/** What the rest of the profile follows from. */
function sketch(source, index) {
  const country = source.weighted(COUNTRY_WEIGHTS);
  const land = COUNTRIES[country];
  return {
    id: `acme-${String(index).padStart(4, "0")}`,
    number: index,
    country,
    land,
    city: source.pick(land.cities),
    first: source.pick(land.first),
    last: source.pick(land.last),
    known: source.chance(0.86),
    tier: source.weighted([[null, 36], ['bronze', 26], ['silver', 18], ['gold', 13],
      ['platinum', 7]]),
    habit: source.weighted([['shopper', 38], ['reader', 22], ['traveller', 16], ['casual', 24]]),
  };
}

function identity(source, person) {
  const ecid = Array.from({ length: 4 }, () => source.int(100000000, 999999999)).join('');
  const state = person.known ? 'authenticated' : 'ambiguous';
  const identityMap = { ECID: [{ id: ecid, authenticatedState: state, primary: true }] };
  if (!person.known) return { identityMap };
  if (source.chance(0.5)) identityMap.Email = [{ id: mailbox(source, person) }];
  if (source.chance(0.35)) identityMap.CRM = [{ id: `C${source.int(100000, 999999)}` }];
  return { identityMap, person: personal(source, person) };
}

function personal(source, person) {
  const name = { firstName: person.first, lastName: person.last };
  const details = { name };
  if (source.chance(0.8)) {
    const born = Date.UTC(source.int(1948, 2007), source.int(0, 11), source.int(1, 28));
    details.birthDate = day(born);
    if (source.chance(0.4)) details.birthYear = new Date(born).getUTCFullYear();
  }
  if (source.chance(0.55)) {
    details.gender = source.weighted([['female', 10], ['male', 9], ['non_specific', 1]]);
  }
  return details;
}

function contact(source, person) {
  const [city, stateProvince, postalCode] = person.city;
  const home = { countryCode: person.country, stateProvince, city };
  if (source.chance(0.4)) home.postalCode = postalCode;
  if (source.chance(0.3)) home.country = person.land.name;
  const known = {};
  if (person.known || source.chance(0.4)) known.homeAddress = home;
  if (!person.known) return known;
  if (source.chance(0.22)) known.workAddress = work(source, person);
  if (source.chance(0.86)) {
    known.personalEmail = { address: mailbox(source, person) };
    if (source.chance(0.6)) {
      known.personalEmail.status = source.weighted([['active', 8], ['incomplete', 1],
        ['blocked', 1], ['Blocked', 1]]);
    }
  }
  if (source.chance(0.35)) {
    known.mobilePhone = { number: `+${person.land.dial} 555 ${source.int(1000, 9999)}` };
  }
  if (source.chance(0.55)) known.preferredLanguage = person.land.language;
  if (source.chance(0.03)) known.testProfile = true;
  return known;
}

function work(source, person) {
  const [city, stateProvince] = source.pick(person.land.cities);
  return { countryCode: person.country, stateProvince, city };
}

function mailbox(source, person) {
  const plain = `${person.first}.${person.last}`.normalize('NFD').replace(/[^A-Za-z.]/g, '');
  const local = plain.length > 3 ? plain : `member${person.number}`;
  return `${source.chance(0.85) ? local.toLowerCase() : local}@${source.weighted(MAILBOXES)}`;
}

const CHOICES = [['y', 60], ['n', 16], ['dy', 8], ['dn', 4], ['p', 4], ['LI', 4]];

function consent(source) {
  const found = {};
  if (source.chance(0.72)) {
    found.consents = { collect: choice(source), share: choice(source) };
    const marketing = {};
    if (source.chance(0.8)) marketing.email = choice(source);
    if (source.chance(0.3)) marketing.push = choice(source);
    if (source.chance(0.25)) marketing.preferred = source.pick(['email', 'push', 'sms']);
    if (Object.keys(marketing).length > 0) found.consents.marketing = marketing;
  }
  if (source.chance(0.2)) {
    const email = source.weighted([['in', 6], ['out', 3], ['pending', 1]]);
    found.optInOut = { _channels: { email }, globalOptout: source.chance(0.15) };
  }
  if (source.chance(0.05)) {
    const optOutValue = source.weighted([['out', 5], ['in', 5]]);
    const timestamp = iso(NOW_MS - source.int(3, 400) * DAY);
    found.optOutConsentLevel = {
      privacyOptOuts: [{ optOutType: 'general_opt_out', optOutValue, timestamp }],
    };
  }
  return found;
}

function choice(source) {
  return { val: source.weighted(CHOICES) };
}

function loyalty(source, person) {
  if (!person.tier) return {};
  const points = source.int(0, 400) * 100 + source.int(0, 99);
  const known = { tier: person.tier, points, joinDate: joined(source) };
  if (person.tier !== 'platinum') known.pointsToNextTier = source.int(1, 40) * 125;
  if (source.chance(0.35)) known.lifetimePurchases = source.int(20, 900000) / 100;
  if (source.chance(0.3)) {
    known.pointsExpiration = [{
      pointsExpiring: source.int(1, 30) * 50,
      pointsExpirationDate: iso(NOW_MS + source.int(-20, 120) * DAY),
    }];
  }
  return { loyalty: known };
}

/** Most joined at any time; some around the same date last year, some these days. */
function joined(source) {
  const age = source.weighted([[source.int(0, 45) * DAY, 2], [source.int(352, 379) * DAY, 2],
    [source.int(46, 3400) * DAY, 6]]);
  return spelled(source, NOW_MS - age - source.int(0, 12) * HOUR);
}

function tenant(source, person) {
  const own = {};
  if (person.tier) {
    own.loyalty = { tier: source.chance(0.15) ? person.tier.toUpperCase() : person.tier };
  }
  if (source.chance(0.6)) own.interests = source.some(INTERESTS, source.int(0, 4));
  if (source.chance(0.22)) own['vip-level'] = source.int(0, 5);
  if (source.chance(0.25)) own['2026-campaign'] = campaign(source);
  if (source.chance(0.3)) own.subscriptions = subscriptions(source);
  if (source.chance(0.2)) own.vouchers = Array.from({ length: source.int(0, 4) },
    () => source.int(1, 40) * 5);
  if (person.habit === 'traveller' || source.chance(0.15)) own.trips = trips(source);
  if (source.chance(0.4)) {
    own.wishCities = source.some(DESTINATIONS, source.int(0, 2));
    own.visitedCities = source.some(DESTINATIONS, source.int(2, 8));
  }
  return own;
}

function campaign(source) {
  const sentAt = spelled(source, NOW_MS - source.int(0, 6) * DAY - source.int(0, 10) * HOUR);
  return { sentAt, responded: source.chance(0.4) };
}

function subscriptions(source) {
  const map = {};
  for (const plan of source.some(PLANS, source.int(0, 2))) {
    map[plan] = { status: source.weighted([['active', 7], ['paused', 3], ['ended', 2]]) };
  }
  return map;
}

function trips(source) {
  return Array.from({ length: source.int(0, 4) }, () => ({
    destination: source.pick(DESTINATIONS),
    departure: day(NOW_MS + source.weighted([[source.int(0, 3), 2], [source.int(4, 60), 5],
      [source.int(-700, -2), 5], [source.int(61, 200), 2]]) * DAY),
    nights: source.int(1, 14),
    price: source.int(90, 4200),
  }));
}

function memberships(source, audiences) {
  if (!source.chance(0.68)) return {};
  const ups = {};
  for (const id of source.some(audiences, source.int(1, 3))) {
    const status = source.weighted([['realized', 6], ['exited', 2], ['existing', 2]]);
    const lastQualificationTime = iso(NOW_MS - source.int(1, 900) * HOUR);
    ups[id] = { status, lastQualificationTime };
    if (source.chance(0.12)) ups[id].validUntil = iso(NOW_MS + source.int(-10, 20) * DAY);
  }
  return { segmentMembership: { ups } };
}

/** Notes the first order on the profile, often in another spelling than the event's own. */
function firstOrder(source, whole) {
  const order = whole.xEvent.find((event) => event.eventType === 'commerce.purchases');
  if (!order) return whole;
  const exact = Date.parse(order.timestamp) || order.timestamp;
  const ms = source.chance(0.7) ? exact : exact - source.int(1, 400) * DAY;
  whole._acme.firstOrderAt = spelled(source, ms);
  return whole;
}
