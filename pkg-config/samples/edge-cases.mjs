// Profiles made by hand, each with one peculiarity that evaluators get wrong.

import { NOW_MS, iso } from './clock.mjs';
import { EXTERNAL, idOf } from './definitions/ids.mjs';

/** The hand-made profiles; their `_id` says what is peculiar. */
export function edgeCases() {
  return [...timestampCases(), ...shapeCases(), ...membershipCases()];
}

function timestampCases() {
  const add = 'commerce.productListAdds';
  const view = 'commerce.productViews';
  const checkout = 'commerce.checkouts';
  const tie = '2026-11-20T09:30:00+00:00';
  return [
    made('equal-timestamps', {}, [[view, tie], [add, tie]]),
    made('equal-timestamps-spelled', {}, [[view, '2026-11-20T10:30:00.000+01:00'], [add, tie]]),
    made('exactly-24-hours', us(), [[checkout, '2026-11-19T12:00:00Z'],
      [add, '2026-11-19T12:00:00.000+00:00']]),
    made('24-hours-and-1-ms', us(), [[checkout, '2026-11-19T11:59:59.999Z']]),
    made('microseconds-are-cut', us(), [[checkout, '2026-11-19T12:00:00.000900Z']]),
    made('microseconds-before', us(), [[checkout, '2026-11-19T11:59:59.999900Z']]),
    made('epoch-exactly-24-hours', us(), [[checkout, NOW_MS - 86400000]]),
    made('now-and-later', us(), [[checkout, '2026-11-20T12:00:00Z'],
      [add, '2026-11-20T12:00:00.001Z']]),
    made('midnight', {}, [['commerce.purchases', '2026-11-19T00:00:00Z'],
      ['web.webpagedetails.pageViews', '2026-11-19T23:59:59.999Z']]),
    made('midnight-elsewhere', {}, [['commerce.purchases', '2026-11-20T00:30:00+01:00']]),
    made('no-timestamps', us(), [[view, undefined], [add, undefined], [checkout, null]]),
    made('unsorted', {}, [[add, '2026-11-20T11:00:00Z'], [view, '2026-11-20T10:00:00Z']]),
    made('burst', {}, Array.from({ length: 15 }, (_, index) => [
      index % 2 === 0 ? view : add, iso(NOW_MS - 3600000 + index * 1000)])),
  ];
}

function shapeCases() {
  return [
    { _id: 'edge-nothing-at-all' },
    { _id: 'edge-no-events', homeAddress: { countryCode: 'US', stateProvince: 'US-OR' } },
    {
      _id: 'edge-empty-collections',
      identityMap: {}, consents: {}, segmentMembership: {},
      _acme: { interests: [], trips: [], vouchers: [], subscriptions: {}, wishCities: [] },
      xEvent: [],
    },
    {
      _id: 'edge-nulls',
      person: { name: null, birthDate: null }, homeAddress: null, loyalty: { tier: null },
      _acme: { interests: [null, 'ski'], vouchers: [null, 200], 'vip-level': null },
      xEvent: [{ _id: 'n-1', timestamp: iso(NOW_MS - 60000), eventType: null }],
    },
    {
      _id: 'edge-unknown-fields',
      homeAddress: { countryCode: 'US', stateProvince: 'US-WA', planet: 'Earth' },
      futureFieldGroup: { deep: [{ er: { and: ['deeper', { still: true }] } }] },
      _otherTenant: { tier: 'gold' },
      xEvent: [{ _id: 'u-1', timestamp: iso(NOW_MS - 120000), eventType: 'commerce.checkouts',
        telepathy: { strength: 9, notes: ['"quoted"', 'back\\slash', 'tab\there'] } }],
    },
    {
      _id: 'edge-other-shapes',
      homeAddress: '12 Main Street', personalEmail: ['a@example.com'], _acme: 7,
      xEvent: [{ _id: 'o-1', timestamp: iso(NOW_MS - 120000), productListItems: {}, web: true }],
    },
    {
      _id: 'edge-names-日本語-Ünïcödé',
      person: { name: { firstName: 'Zoë 🎿', lastName: 'İğdır-Straße' }, birthDate: '2000-02-29' },
      personalEmail: { address: 'ZOË@STUDENT.EXAMPLE.EDU' }, preferredLanguage: 'de-CH',
      _acme: { interests: ['outdoor 🏕️', 'ski'], loyalty: { tier: 'GOLD' } },
    },
    {
      _id: 'edge-numbers',
      loyalty: { tier: 'platinum', points: 9007199254740991, pointsToNextTier: 0 },
      _acme: { 'vip-level': 2.9999999999999996, vouchers: [99.99, 100.00000000000001, -0, 1e-7] },
      xEvent: [{ _id: 'm-1', timestamp: iso(NOW_MS - 180000), eventType: 'commerce.purchases',
        commerce: { order: { priceTotal: 250 } } }],
    },
  ];
}

function membershipCases() {
  const asserted = iso(NOW_MS - 90000000);
  const gold = idOf('gold-up');
  const mail = idOf('email-reachable');
  const nightly = idOf('predicted-value');
  return [
    {
      _id: 'edge-old-membership-words', _acme: { loyalty: { tier: 'gold' } },
      segmentMembership: { UPS: {
        [gold]: { lastQualificationTime: asserted, status: 'existing' },
        [EXTERNAL]: { lastQualificationTime: asserted },
        [nightly]: { lastQualificationTime: asserted, status: 'exited' },
      } },
    },
    {
      _id: 'edge-older-list',
      segments: [
        { segmentID: { _id: nightly }, status: 'realized', timestamp: asserted },
        { segmentID: gold, status: 'exited', timestamp: asserted },
      ],
    },
    {
      _id: 'edge-older-prefixes', 'xdm:segmentMemberships': [
        { 'xdm:segmentID': { '@id': `https://data.example/segments/${EXTERNAL}` },
          'xdm:status': 'existing', 'xdm:lastQualificationTime': asserted },
      ],
    },
    {
      _id: 'edge-membership-prefixes', segmentMembership: { ups: {
        [EXTERNAL]: { 'xdm:status': 'realized', 'xdm:lastQualificationTime': asserted },
        [nightly]: { 'xdm:status': 'exited', 'xdm:timestamp': asserted },
        [gold]: { 'xdm:status': 'realized', 'xdm:timestamp': asserted, version: '4' },
      } },
    },
    {
      _id: 'edge-membership-ends-now',
      segmentMembership: { ups: {
        [nightly]: member('realized', asserted, NOW_MS), [mail]: member('realized', asserted),
        [EXTERNAL]: member('realized', asserted, NOW_MS + 1000),
      } },
    },
    {
      _id: 'edge-general-opt-out', _acme: { loyalty: { tier: 'platinum' } },
      segmentMembership: { ups: { [gold]: member('realized', asserted) } },
      optOutConsentLevel: { privacyOptOuts: [
        { optOutType: 'general_opt_out', optOutValue: 'in', timestamp: '2025-03-01T00:00:00Z' },
        { optOutType: 'general_opt_out', optOutValue: 'out', timestamp: '2026-03-01T00:00:00Z' },
      ] },
    },
    {
      _id: 'edge-opted-in-again', _acme: { loyalty: { tier: 'platinum' } },
      optOutConsentLevel: { privacyOptOuts: [
        { optOutType: 'general_opt_out', optOutValue: 'in', timestamp: '2026-03-01T00:00:00Z' },
        { optOutType: 'sales_sharing_opt_out', optOutValue: 'out', timestamp: asserted },
        { optOutType: 'general_opt_out', optOutValue: 'out', timestamp: '2025-03-01T00:00:00Z' },
      ] },
    },
  ];
}

function made(name, attributes, history) {
  const xEvent = history.map(([eventType, timestamp], index) => ({
    _id: `${name}-${index + 1}`,
    ...(timestamp === undefined ? {} : { timestamp }),
    eventType,
  }));
  return { _id: `edge-${name}`, ...attributes, xEvent };
}

function us() {
  return { homeAddress: { countryCode: 'US' } };
}

function member(status, lastQualificationTime, ends) {
  const record = { status, lastQualificationTime };
  if (ends !== undefined) record.validUntil = iso(ends);
  return record;
}
