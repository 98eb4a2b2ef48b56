// Definitions about travel, loyalty dates and other audiences; synchronous unless a row differs.

import { EXTERNAL, idOf } from './ids.mjs';

export const JOURNEY_DEFINITIONS = [
  {
    key: 'leaving-soon',
    name: 'Leaving within two weeks',
    value: `_acme.trips.exists(departure occurs <= 2 weeks after today)`,
  },
  {
    key: 'leaving-tomorrow',
    evaluation: 'continuous',
    name: 'Travels today or tomorrow',
    value: `_acme.trips.exists(departure occurs today or departure occurs tomorrow)`,
  },
  {
    key: 'next-month-trip',
    name: 'Trip booked for next month',
    value: `_acme.trips[departure occurs next month].count() > 0`,
  },
  {
    key: 'planners',
    name: 'Long-range planners',
    description: 'A departure more than two months away.',
    value: `exists T from _acme.trips where T.departure occurs > 2 months after today`,
  },
  {
    key: 'explorers',
    name: 'Explorers: three or more destinations',
    value: `_acme.trips.destination.distinct().count() >= 3`,
  },
  {
    key: 'long-luxury',
    name: 'Long and expensive trips',
    value: `_acme.trips.filter(nights >= 5).average(price) > 2000
      and _acme.trips.max(price) >= 2500`,
  },
  {
    key: 'bargain-trips',
    name: 'Only short or cheap trips',
    description: 'Every recorded trip is at most a week or costs less than 800.',
    value: `_acme.trips and forall T from _acme.trips where (T.nights <= 7 or T.price < 800)`,
  },
  {
    key: 'last-year-trip',
    name: 'Travelled last year',
    value: `_acme.trips.exists(departure occurs between date(currentYear() - 1, 1, 1)
      and date(currentYear() - 1, 12, 31)) and _acme.trips.min(price) > 0`,
  },
  {
    key: 'founding-members',
    name: 'Founding members',
    description: 'Joined before 2020.',
    value: `loyalty.joinDate occurs before date(2020, 1, 1)`,
  },
  {
    key: 'first-year',
    name: 'Members in their first year',
    value: `loyalty.joinDate occurs = 1 year before now`,
  },
  {
    key: 'anniversary',
    name: 'Membership anniversary, two weeks around',
    value: `loyalty.joinDate occurs <= 2 weeks
      from date(currentYear() - 1, currentMonth(), currentDayOfMonth())`,
  },
  {
    key: 'joined-2024',
    evaluation: 'batch',
    name: 'Joined in 2024',
    value: `loyalty.joinDate occurs between date(2024, 1, 1) and date(2024, 12, 31)`,
  },
  {
    key: 'joined-since-summer',
    name: 'Joined since the summer launch',
    value: `loyalty.joinDate occurs from date(2026, 6, 1)
      and loyalty.joinDate occurs != 1 day before today`,
  },
  {
    key: 'joined-this-month',
    name: 'Joined this month or last month',
    value: `loyalty.joinDate occurs this month or loyalty.joinDate occurs on last month`,
  },
  {
    key: 'points-expiring',
    name: 'Points about to expire',
    value: `loyalty.pointsExpiration.exists(pointsExpirationDate occurs < 60 days after now
      and pointsExpiring >= 200)`,
  },
  {
    key: 'big-balance',
    name: 'Large points balance for their tier',
    value: `if(loyalty.tier = "platinum", loyalty.points >= 30000, loyalty.points >= 25000
      and -loyalty.pointsToNextTier > -4000)`,
  },
  {
    key: 'gold-email',
    group: 'nested',
    name: 'Gold and platinum, reachable by e-mail',
    value: `inSegment("${idOf("gold-up")}") and inSegment("${idOf("email-reachable")}")`,
  },
  {
    key: 'alps-mailing',
    group: 'nested',
    name: 'Alps mailing: winter sports or German-speaking, not opted out',
    value: `(inSegment("${idOf("winter-sports")}")
      or inSegment("${idOf("german-speaking")}")) and not (inSegment("${idOf("email-out")}")
      or inSegment("${idOf("do-not-share")}"))`,
  },
  {
    key: 'lookalikes',
    group: 'nested',
    name: 'Imported lookalikes, not yet members',
    description: 'The imported audience is kept on the profile; its definition is not in this set.',
    value: `inSegment("${EXTERNAL}") and not (inSegment("${idOf("gold-up")}"))`,
  },
  {
    key: 'likely-buyers',
    group: 'nested',
    name: "Likely to buy, says last night's batch run",
    description: 'Refers to a batch audience, known here only by the stored membership.',
    value: `inSegment("${idOf("predicted-value")}")`,
  },
];
