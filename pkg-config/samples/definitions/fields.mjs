// More definitions that look at profile attributes only, one for each kind of field.

export const FIELD_DEFINITIONS = [
  {
    key: 'german-phones',
    name: 'Mobile number from Germany',
    value: `mobilePhone.number.startsWith("+49")`,
  },
  {
    key: 'saint-cities',
    name: 'Cities named after a saint',
    value: `homeAddress.city like "San %" or homeAddress.city like "São %"`,
  },
  {
    key: 'long-names',
    name: 'Long family names',
    value: `person.name.lastName matches "^[A-Z][a-zäöüß]{6,}$"`,
  },
  {
    key: 'postal-areas',
    name: 'Postal areas 1 and 9',
    value: `homeAddress.postalCode.regexGroup("^([0-9])", 1) in ["1", "9"]`,
  },
  {
    key: 'points-band',
    name: 'Loyalty points between 5,000 and 20,000',
    value: `loyalty.points >= 5000 and loyalty.points < 20000`,
  },
  {
    key: 'points-for-little',
    name: 'Many points for little spend',
    optOut: false,
    value: `loyalty.lifetimePurchases / (loyalty.points + 1) < 0.25`,
  },
  {
    key: 'churn-risk',
    name: 'Likely to leave',
    description: 'The score is computed on the hub and may be a day old.',
    value: `_acme.scores.get("churn") >= 0.7`,
  },
  {
    key: 'any-high-score',
    name: 'Any score above 0.9',
    policy: 'absent',
    value: `_acme.scores.values().exists(this > 0.9)`,
  },
  {
    key: 'two-plans',
    name: 'Two plans or more',
    value: `_acme.subscriptions.keys().count() >= 2`,
  },
  {
    key: 'families',
    name: 'Families with children',
    value: `_acme.household.children > 0 and _acme.household.size >= 3`,
  },
  {
    key: 'pet-owners',
    name: 'Dog or cat in the household',
    optOut: 'absent',
    value: `_acme.household.pets.includes("dog") or _acme.household.pets.includes("cat")`,
  },
  {
    key: 'push-devices',
    name: 'Telephone that takes push messages',
    value: `_acme.devices.exists(push and os in ["iOS", "Android"])`,
  },
  {
    key: 'near-store',
    name: 'Lives within five kilometres of the store',
    schema: { id: 'https://ns.adobe.com/xdm/context/profile__union' },
    value: `_acme.preferredStore.distance <= 5 and _acme.preferredStore.id.isNotNull()`,
  },
  {
    key: 'both-badges',
    name: 'Reads the newsletter and writes reviews',
    value: `_acme.badges.supersetOf(["newsletter", "reviewer"])`,
  },
];

export const CONSENT_DEFINITIONS = [
  {
    key: 'push-allowed',
    name: 'Push messages allowed',
    optOut: false,
    value: `consents.marketing.push.val in ["y", "dy"]
      and not (consents.marketing.any.val = "n")`,
  },
  {
    key: 'sms-allowed',
    name: 'Text messages allowed',
    value: `consents.marketing.sms.val.equals("y", "dy", false)`,
  },
  {
    key: 'ads-allowed',
    name: 'Advertising id may be used',
    value: `consents.adID.val in ["y", "dy"] and consents.adID.idType.isNotNull()`,
  },
  {
    key: 'personalised',
    name: 'Personal content allowed',
    value: `consents.personalize.content.val in ["y", "dy", "LI"]
      and not (consents.collect.val in ["n", "dn"])`,
  },
  {
    key: 'channel-refused',
    name: 'Refused a channel',
    optOut: 'absent',
    value: `[consents.marketing.email.val, consents.marketing.push.val,
      consents.marketing.sms.val].exists(this in ["n", "dn"])`,
  },
  {
    key: 'once-opted-out',
    name: 'Has ever opted out of everything',
    description: 'Has to take those who opted out, so the policy does not keep them out.',
    optOut: false,
    value: `optOutConsentLevel.privacyOptOuts.exists(
      optOutType = "general_opt_out" and optOutValue = "out")`,
  },
];
