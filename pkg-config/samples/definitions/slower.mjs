// Definitions that are not evaluated on the edge: streaming ones and batch-only ones.

const DAY = 'WHEN(<= 24 hours before now)';

export const STREAMING_DEFINITIONS = [
  {
    key: 'two-opens',
    name: 'Opened an e-mail, then the app',
    value: `CHAIN(xEvent, timestamp, [
      C0: WHAT(eventType.equals("directMarketing.emailOpened", false)) ${DAY},
      C1: WHAT(eventType.equals("application.launch", false)) ${DAY}])`,
  },
  {
    key: 'three-purchases',
    name: 'Three purchases in a day',
    value: `chain(xEvent, timestamp, [
      A: WHAT(eventType = "commerce.purchases") WHEN(< 24 hours before now) COUNT(3)])`,
  },
  {
    key: 'no-login',
    name: 'Page view without a login, last 24 hours',
    value: `chain(xEvent, timestamp, [
      A: WHAT(eventType = "web.webpagedetails.pageViews") ${DAY}])
      and not (chain(xEvent, timestamp, [
      A: WHAT(eventType = "userAccount.login") ${DAY}]))`,
  },
  {
    key: 'search-empty',
    name: 'Searched and found nothing today',
    value: `chain(xEvent, timestamp, [C0: WHAT(siteSearch.numberOfResults = 0) WHEN(today)])`,
  },
  {
    key: 'sports-readers',
    name: 'Sports readers, last 24 hours',
    value: `chain(xEvent, timestamp, [
      C0: WHAT(web.webPageDetails.siteSection.equals("sports", false)) ${DAY}])`,
  },
  {
    key: 'uk-checkout',
    name: 'Checkout in the United Kingdom today',
    value: `homeAddress.countryCode = "GB" and chain(xEvent, timestamp, [
      C0: WHAT(eventType = "commerce.checkouts") WHEN(today)])`,
  },
  {
    key: 'push-consent',
    name: 'Agreed to push messages',
    value: `consents.marketing.push.val = "y" or optInOut._channels.apns = "in"`,
  },
];

export const BATCH_DEFINITIONS = [
  {
    key: 'predicted-value',
    name: 'High predicted value',
    description: 'Calculated every night from a year of orders.',
    value: `xEvent[eventType = "commerce.purchases"
      and timestamp occurs <= 1 year before now].sum(commerce.order.priceTotal) > 1000`,
  },
  {
    key: 'name-pattern',
    name: 'Double first names',
    value: `person.name.firstName matches "(?i)^[a-z]+[- ][a-z]+$"`,
  },
  {
    key: 'mail-domain',
    name: 'Mail domain from the partner list',
    value: `personalEmail.address.regexGroup("@(\\\\w+)", 1) in ["corp", "partner"]`,
  },
  {
    key: 'product-counts',
    name: 'Same product bought three times',
    value: `xEvent[eventType = "commerce.purchases"].groupBy(productListItems.SKU).map((K, G) =>
      mapEntry(K, G.count() >= 3)).values().exists(this)`,
  },
  {
    key: 'top-spenders',
    name: 'Five largest orders above 2,000 together',
    value: `xEvent[commerce.order.priceTotal > 0].topN(commerce.order.priceTotal, 5)
      .sum(commerce.order.priceTotal) > 2000`,
  },
  {
    key: 'store-catalogue',
    name: 'Bought from the clearance catalogue',
    description: 'Joins events with a product table: multi-entity, never on the edge.',
    value: `select E from xEvent
      where E.eventType = "commerce.purchases", I from E.productListItems,
      P from @{https://ns.acme.example/schemas/products}
      where P._acme.sku = I.SKU and P._acme.clearance`,
  },
  {
    key: 'spend-band',
    name: 'Lifetime spend between 500 and 1,500',
    value: `let S = (sum X.commerce.order.priceTotal over X from xEvent) in (S >= 500
      and S < 1500)`,
  },
  {
    key: 'two-destinations',
    name: 'Wants and has seen the same two cities',
    value: `_acme.wishCities.intersection(_acme.visitedCities).count() >= 2`,
  },
  {
    key: 'every-order-large',
    name: 'Every order above 100',
    value: `forall E from xEvent
      where E.eventType = "commerce.purchases" : E.commerce.order.priceTotal > 100`,
  },
  {
    key: 'year-view',
    name: 'Viewed skis within the year',
    value: `chain(xEvent, timestamp, [C0: WHAT(eventType = "commerce.productViews"
      and productListItems.exists(SKU.startsWith("SKI-"))) WHEN(<= 1 year before now)])`,
  },
];
