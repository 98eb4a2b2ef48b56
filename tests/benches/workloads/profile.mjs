// Sixteen XDM-like profiles of 63 leaves and about 1.9 KB of JSON each, from a seed.

import { random } from '../../../pkg-config/samples/prng.mjs';
import { COUNTRIES, NOW, SEED } from './constants.mjs';

const FIRST = ['Ada', 'Grace', 'Alan', 'Edsger', 'Barbara', 'Donald', 'Frances', 'Ken'];
const LAST = ['Lovelace', 'Hopper', 'Turing', 'Dijkstra', 'Liskov', 'Knuth', 'Allen', 'Thompson'];
const CITIES = ['Springfield', 'Riverton', 'Fairview', 'Greenville', 'Kingston', 'Ashland'];
const NS = 'https://ns.shop.acme.example';
const INTERESTS = ['running', 'cycling', 'gardening', 'photography', 'cooking', 'travel'];

/** Sixteen, so that no engine gains from having just seen the same values. */
export const PROFILES = 16;

/** Profiles that differ in every value but have one shape, as those of one organisation do. */
export function makeProfiles(count = PROFILES) {
  const source = random(`${SEED}:profiles`);
  return Array.from({ length: count }, (_, index) => profile(source, index));
}

function profile(source, index) {
  const { int, pick, hex, unit, some } = source;
  const [first, last] = [pick(FIRST), pick(LAST)];
  const year = int(1981, 1991);
  const day = (from) => new Date(NOW - int(from, from + 300) * 86_400_000).toISOString();
  const ten = () => int(1e9, 9_999_999_999);
  const countryCode = COUNTRIES[index % 16];
  return {
    _id: `${NS}/profiles/${hex()}${hex()}${hex()}${hex()}`,
    _repo: { createDate: day(900), modifyDate: day(1) },
    person: {
      name: {
        firstName: first,
        lastName: last,
        fullName: `${first} ${last}`,
        courtesyTitle: 'Doctor',
      },
      birthDate: `${year}-0${int(1, 9)}-1${int(0, 9)}`,
      birthYear: year,
      birthMonth: int(1, 12),
      gender: pick(['female', 'male', 'non_specific']),
      nationality: countryCode,
    },
    homeAddress: {
      street1: `${int(100, 999)} ${pick(LAST)} Street, apartment ${int(10, 99)}`,
      city: pick(CITIES),
      stateProvince: `${NS}/regions/${countryCode}-${int(10, 99)}`,
      postalCode: String(int(10_000, 99_999)),
      countryCode,
      latitude: Number((unit() * 80).toFixed(4)),
      longitude: Number((unit() * 170).toFixed(4)),
    },
    workAddress: {
      street1: `${int(100, 999)} ${pick(LAST)} Avenue, floor ${int(10, 40)}`,
      city: pick(CITIES),
      postalCode: String(int(10_000, 99_999)),
      countryCode,
    },
    personalEmail: {
      address: `${first}.${last}.${int(10, 99)}@example.com`.toLowerCase(),
      status: 'active',
      primary: true,
    },
    workEmail: {
      address: `${first}.${last}@engineering.corp.example`.toLowerCase(),
      status: 'active',
    },
    mobilePhone: { number: `+1 555 ${int(1000, 9999)}`, status: 'active', primary: false },
    loyalty: {
      program: `${NS}/loyalty/programs/summit-rewards`,
      tier: 'gold',
      status: 'enrolled',
      points: int(9_000, 11_000),
      joinDate: day(400),
      lifetimePurchases: int(500, 9_000),
    },
    consents: {
      collect: { val: 'y' },
      share: { val: pick(['y', 'n']) },
      personalize: { content: { val: 'y' } },
      marketing: {
        preferred: 'email',
        any: { val: 'y' },
        email: { val: 'y', time: day(200) },
        push: { val: pick(['y', 'n']) },
        sms: { val: pick(['y', 'n']) },
      },
    },
    preferences: {
      language: 'en-US',
      timeZone: 'America/Argentina/Buenos_Aires',
      currency: pick(['USD', 'EUR']),
    },
    identityMap: { ECID: [{ id: `${ten()}${ten()}${ten()}${ten()}`, primary: true }] },
    _acme: {
      crmId: `crm-eu-west-${int(100_000_000, 999_999_999)}`,
      plan: pick([`${NS}/plans/basic`, `${NS}/plans/plus`]),
      interests: some(INTERESTS, 3),
      scores: {
        churn: Number(unit().toFixed(3)),
        engagement: int(10, 99),
        propensity: int(10, 99),
      },
      household: { size: int(1, 6), children: int(0, 3) },
      store: { id: `${NS}/stores/${int(1000, 9999)}`, distance: int(1, 40) },
    },
  };
}

/** How many scalar values an object holds at any depth. */
export function leaves(value) {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce((sum, one) => sum + leaves(one), 0);
}
