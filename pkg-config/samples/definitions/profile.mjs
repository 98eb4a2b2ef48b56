// Definitions that look at profile attributes only; synchronous unless a row says otherwise.

export const PROFILE_DEFINITIONS = [
  {
    key: 'west-coast',
    name: 'US West Coast residents',
    description: 'Home address in California, Oregon or Washington.',
    value: `homeAddress.countryCode = "US"
      and homeAddress.stateProvince in ["US-CA", "US-OR", "US-WA"]`,
  },
  {
    key: 'gold-up',
    name: 'Loyalty: gold and platinum',
    description: 'Both upper tiers, however the source system writes them.',
    value: `_acme.loyalty.tier.equals("gold", "platinum", false)`,
  },
  {
    key: 'next-tier',
    name: 'One purchase away from the next tier',
    value: `loyalty.pointsToNextTier <= 1000
      and loyalty.points + loyalty.pointsToNextTier > 5 * 1000`,
  },
  {
    key: 'birthday-month',
    name: 'Birthday this month',
    description: 'Month only, so the year of birth does not matter.',
    value: `person.birthDate.isNotNull() and person.birthDate.getMonth() = currentMonth()`,
  },
  {
    key: 'round-birthday',
    name: 'Round birthday this year',
    value: `(currentYear() - person.birthDate.getYear()) % 10 = 0
      and person.birthDate.getDayOfMonth() <= currentDayOfMonth()`,
  },
  {
    key: 'early-in-month',
    evaluation: 'batch',
    name: 'Born on an early day of the month',
    description: "Born on or before today's day of the month, in the first quarter.",
    value: `person.birthDate.getDayOfMonth() <= currentDayOfMonth()
      and person.birthDate.getMonth() in [1, 2, 3]`,
  },
  {
    key: 'german-speaking',
    name: 'German-speaking markets',
    description: 'By country or by the language the person chose.',
    value: `(Profile) => Profile.homeAddress.countryCode in ["DE", "AT", "CH"]
      or Profile.preferredLanguage.startsWith("DE", false)`,
  },
  {
    key: 'email-reachable',
    group: 'consent',
    name: 'Reachable by e-mail',
    value: `consents.marketing.email.val in ["y", "dy", "LI"]
      and personalEmail.address.isNotNull() and (personalEmail.status.isNull()
      or personalEmail.status.notEqualTo("blocked", "incomplete", false))`,
  },
  {
    key: 'do-not-share',
    group: 'consent',
    name: 'Do not share',
    description: 'Refused sharing or never agreed to collection.',
    value: `consents.share.val in ["n", "dn"] or (consents.isNotNull()
      and !(consents.collect.val in ["y", "dy", "LI"]))`,
  },
  {
    key: 'consent-gap',
    group: 'consent',
    evaluation: 'continuous',
    name: 'Consent still pending',
    value: `consents.collect.val.notEqualTo("y", "n", "dy", "dn", "LI")
      or consents.share.val.equals("p")`,
  },
  {
    key: 'email-out',
    group: 'consent',
    name: 'Opted out of e-mail (legacy field)',
    value: `optInOut._channels.email = "out" or optInOut.globalOptout`,
  },
  {
    key: 'students',
    name: 'Students and universities',
    value: `personalEmail.address.endsWith(".EDU", false)
      or personalEmail.address.contains("@student.")`,
  },
  {
    key: 'business-mail',
    name: 'Business addresses',
    description: 'A mailbox that is neither free mail nor a generated member address.',
    value: `personalEmail.address like "%_@_%.%"
      and personalEmail.address.doesNotEndWith("@example.com", false)
      and personalEmail.address.doesNotContain("mail.", false)
      and personalEmail.address.doesNotStartWith("member")
      and personalEmail.address.doesNotContain(".edu")`,
  },
  {
    key: 'vip',
    evaluation: 'continuous',
    name: 'VIP level three and up',
    value: '_acme.`vip-level` >= 3',
  },
  {
    key: 'campaign-responders',
    name: 'Autumn 2026 campaign: responders',
    value: '$1._acme.`2026-campaign`.responded'
      + '\n  and $1._acme.`2026-campaign`.sentAt occurs after date(2026, 11, 14)',
  },
  {
    key: 'campaign-tuesday',
    evaluation: 'continuous',
    name: 'Autumn 2026 campaign: Tuesday wave',
    value: '_acme.`2026-campaign`.sentAt occurs on date(2026, 11, 17)',
  },
  {
    key: 'local-workers',
    evaluation: 'batch',
    name: 'Live and work in the same city',
    value: `$1.homeAddress.city = $1.workAddress.city`,
  },
  {
    key: 'commuters',
    evaluation: 'batch',
    name: 'Commuters',
    description: 'A work address in another city than home.',
    value: `workAddress.city != homeAddress.city`,
  },
  {
    key: 'premium-subscribers',
    name: 'Premium subscribers',
    value: `(_acme.subscriptions.keys().includes("premium")
      and _acme.subscriptions.get("premium").status = "active")
      or _acme.subscriptions.get("audio").status = "active"`,
  },
  {
    key: 'paused-plans',
    name: 'Any plan paused or ended: win back',
    value: `_acme.subscriptions.values().exists(status in ["paused", "ended"])`,
  },
  {
    key: 'sports-plan',
    evaluation: 'continuous',
    name: 'Has a sports plan',
    value: `_acme.subscriptions.keys().includes("sports")`,
  },
  {
    key: 'cross-device',
    evaluation: 'continuous',
    name: 'Known in three systems',
    value: `identityMap.keys().count() >= 3 and identityMap.get("ECID").exists(primary)`,
  },
  {
    key: 'winter-sports',
    name: 'Winter sports fans',
    value: `_acme.interests.intersects(["ski", "snowboard"])
      and "gardening" notIn _acme.interests`,
  },
  {
    key: 'outdoor-people',
    name: 'Outdoor people',
    description: 'Any interest whose name starts with outdoor.',
    value: `_acme.interests.exists(this.startsWith("outdoor"))`,
  },
  {
    key: 'big-vouchers',
    evaluation: 'continuous',
    name: 'Holds large vouchers',
    value: `_acme.vouchers[this >= 100].count() > 0 and _acme.vouchers.sum(this) > 150`,
  },
  {
    key: 'wishes-fulfilled',
    name: 'Has seen every city on the wish list',
    value: `_acme.wishCities.count() > 0 and _acme.wishCities.subsetOf(_acme.visitedCities)`,
  },
];
