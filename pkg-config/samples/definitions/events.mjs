// Definitions about events: single, counted, negated, ordered, joined; mostly synchronous.

const DAY = '<= 24 hours before now';

export const EVENT_DEFINITIONS = [
  {
    key: 'home-today',
    group: 'day',
    name: 'Visited the home page today',
    value: `chain(xEvent, timestamp, [C0: WHAT(eventType = "web.webpagedetails.pageViews"
      and web.webPageDetails.isHomePage) WHEN(today)])`,
  },
  {
    key: 'first-visit-home',
    group: 'selections',
    name: 'First visit started on the home page',
    description: 'The selection form of older definitions: no window.',
    value: `select var1 from xEvent
      where var1._experience.analytics.endUser.firstWeb.webPageDetails.isHomePage = true`,
  },
  {
    key: 'cart-abandoners',
    group: 'absence',
    name: 'Cart abandoners, last 24 hours',
    value: `CHAIN(xEvent, timestamp, [
      C0: WHAT(eventType.equals("commerce.productListAdds", false)) WHEN(${DAY})])
      and not (CHAIN(xEvent, timestamp, [
      C0: WHAT(eventType.equals("commerce.purchases", false)) WHEN(${DAY})]))`,
  },
  {
    key: 'checkout-west',
    group: 'dayAndProfile',
    name: 'Checkout started, United States, last 24 hours',
    value: `homeAddress.countryCode.equals("us", false) and CHAIN(xEvent, timestamp, [
      C0: WHAT(eventType.equals("commerce.checkouts", false)) WHEN(${DAY})])`,
  },
  {
    key: 'yesterday-buyers',
    group: 'calendar',
    evaluation: 'continuous',
    name: 'Bought yesterday',
    value: `chain(xEvent, timestamp, [
      A: WHAT(eventType = "commerce.purchases") WHEN(yesterday)])`,
  },
  {
    key: 'view-then-cart',
    group: 'sequences',
    name: 'Viewed a product, then put it in the cart',
    value: `CHAIN(xEvent, timestamp, [
      C0: WHAT(eventType.equals("commerce.productViews", false)) WHEN(${DAY}),
      C1: WHAT(eventType.equals("commerce.productListAdds", false)) WHEN(${DAY})])`,
  },
  {
    key: 'full-funnel',
    group: 'sequences',
    name: 'From e-mail click to order in six steps',
    value: `CHAIN(xEvent, timestamp, [
      C0: WHAT(eventType.equals("directMarketing.emailClicked", false)),
      C1: WHAT(eventType.equals("web.webpagedetails.pageViews", false)),
      C2: WHAT(eventType.equals("commerce.productViews", false)),
      C3: WHAT(eventType.equals("commerce.productListAdds", false)),
      C4: WHAT(eventType.equals("commerce.checkouts", false)),
      C5: WHAT(eventType.equals("commerce.purchases", false))])`,
  },
  {
    key: 'considering',
    group: 'sequences',
    name: 'Looked twice, then checked out',
    description: 'Two product views above 20, then an addition, then a checkout or a purchase.',
    value: `chain(xEvent, timestamp, [
      A: WHAT(eventType = "commerce.productViews") WHEN(<= 90 days before now)
         WHERE(productListItems.exists(priceTotal > 20)) COUNT(2),
      B: WHAT(eventType.equals("commerce.productListAdds", false)),
      C: WHAT(eventType in ["commerce.checkouts", "commerce.purchases"])])`,
  },
  {
    key: 'heavy-readers',
    group: 'counts',
    name: 'Heavy readers, last 24 hours',
    value: `chain(xEvent, timestamp, [
      A: WHAT(eventType = "web.webpagedetails.pageViews"
          and web.webPageDetails.siteSection in ["news", "sports", "travel"])
         WHEN(< 24 hours before now) COUNT(3)])`,
  },
  {
    key: 'lapsing',
    group: 'absence',
    name: 'Quiet for a week, active this season',
    value: `xEvent.exists(timestamp occurs >= 7 days before now
      and timestamp occurs <= 3 months before now)
      and not (xEvent.exists(timestamp occurs < 7 days before now))`,
  },
  {
    key: 'app-week',
    group: 'calendar',
    evaluation: 'continuous',
    name: 'App users this week',
    value: `exists E from xEvent where E.eventType = "application.launch"
      and E.timestamp occurs this week`,
  },
  {
    key: 'big-order',
    group: 'windows',
    evaluation: 'batch',
    name: 'Order above 250 in 30 days',
    value: `exists E from xEvent where E.commerce.order.priceTotal > 250
      and E.timestamp occurs <= 30 days before now`,
  },
  {
    key: 'monthly-spend',
    group: 'sums',
    name: 'Spent more than 400 in 90 days',
    value: `xEvent[eventType = "commerce.purchases"
      and timestamp occurs <= 90 days before now].sum(commerce.order.priceTotal) > 400`,
  },
  {
    key: 'running-buyers',
    group: 'selections',
    name: 'Bought running gear, in any quantity',
    value: `exists E from xEvent where E.eventType = "commerce.purchases",
      I from E.productListItems where I.SKU.startsWith("SHOE-") or I.SKU like "SOCK-___"`,
  },
  {
    key: 'mixed-baskets',
    group: 'selections',
    evaluation: 'batch',
    name: 'Baskets with two or more items',
    value: `(select X from xEvent where X.productListItems.count() >= 2).count() >= 1`,
  },
  {
    key: 'click-to-buy',
    group: 'selections',
    name: 'Bought within two hours after an e-mail click',
    value: `select C from xEvent where C.eventType = "directMarketing.emailClicked",
      P from xEvent where P.eventType = "commerce.purchases"
      and P.timestamp occurs <= 2 hours after C.timestamp`,
  },
  {
    key: 'abroad',
    group: 'dayAndProfile',
    name: 'Seen outside the home country this week',
    value: `xEvent.exists(placeContext.geo.countryCode != ^.homeAddress.countryCode
      and timestamp occurs <= 7 days before now)`,
  },
  {
    key: 'expensive-us-view',
    group: 'dayAndProfile',
    name: 'High-value items viewed from the United States',
    value: `xEvent[productListItems.exists(priceTotal >= 300
      and ^.eventType = "commerce.productViews" and ^^.homeAddress.countryCode = "US")]`,
  },
  {
    key: 'one-order',
    group: 'selections',
    name: 'First recorded order is in the history',
    description: 'Compares instants, whichever way each source spells them.',
    value: `exists E from xEvent where E.eventType = "commerce.purchases"
      and E.timestamp occurs on _acme.firstOrderAt`,
  },
  {
    key: 'past-half-hour',
    group: 'day',
    evaluation: 'continuous',
    name: 'Active in the past three hours',
    value: `chain(xEvent, timestamp, [
      C0: WHAT(eventType.isNotNull()) WHEN(<= 180 minutes before now)])`,
  },
];
