// Definitions about several events: side by side, in order with gaps, counted, absent, summed up.

import { DAY, once, steps, typed } from './parts.mjs';

const BOUGHT = typed('commerce.purchases');
const ADDED = typed('commerce.productListAdds');
const VIEWED = typed('commerce.productViews');
const CHECKOUT = typed('commerce.checkouts');
const PAGE = typed('web.webpagedetails.pageViews');
const WHEN = `WHEN(${DAY})`;

export const SEVERAL_DEFINITIONS = [
  {
    key: 'click-and-order',
    name: 'Clicked an e-mail and bought, in any order',
    value: `${once(typed('directMarketing.emailClicked'))} and ${once(BOUGHT)}`,
  },
  {
    key: 'search-and-view',
    name: 'Searched and looked at a product',
    value: `${once('siteSearch.query.isNotNull()')} and ${once(VIEWED)}`,
  },
  {
    key: 'mail-and-app',
    name: 'E-mail and app on the same day',
    optOut: false,
    value: `${once(typed('directMarketing.emailOpened'))} and ${once('application.isLaunch')}`,
  },
  {
    key: 'saved-or-added',
    name: 'Saved or put in the cart, and viewed',
    value: `(${once(typed('commerce.saveForLaters'))} or ${once(ADDED)}) and ${once(VIEWED)}`,
  },
  {
    key: 'ad-and-page',
    name: 'Advertisement and page view today',
    value: `${once(typed('advertising.clicks'), 'today')} and ${once(PAGE, 'today')}`,
  },
  {
    key: 'store-and-site',
    name: 'In the store and on the site',
    value: `${once(typed('location.entry'))} and ${once(VIEWED)}`,
  },
];

export const SEQUENCE_DEFINITIONS = [
  {
    key: 'view-cart-hour',
    name: 'From view to cart within an hour',
    value: steps([VIEWED, WHEN], [ADDED, 'WHEN(<= 1 hour after C0)']),
  },
  {
    key: 'slow-order',
    name: 'Took more than five minutes to order',
    value: steps([ADDED, WHEN], [BOUGHT, 'WHEN(> 5 minutes after C0)']),
  },
  {
    key: 'mail-to-page',
    name: 'Opened, clicked, landed within two hours',
    value: steps([typed('directMarketing.emailOpened'), WHEN],
      [typed('directMarketing.emailClicked'), 'WHEN(<= 2 hours after C0)'],
      [PAGE, 'WHEN(<= 2 hours after C0)']),
  },
  {
    key: 'straight-checkout',
    name: 'Checkout after a view, nothing put in the cart between',
    value: steps([VIEWED, WHEN], [`NOT ${ADDED}`], [CHECKOUT, WHEN]),
  },
  {
    key: 'launch-login',
    name: 'Logged in within ten minutes of the launch',
    value: steps(['application.isLaunch', WHEN],
      [typed('userAccount.login'), 'WHEN(<= 10 minutes after C0)']),
  },
  {
    key: 'stuck-checkout',
    name: 'Cart, checkout, and no purchase after it',
    value: steps([ADDED, WHEN], [CHECKOUT, WHEN], [`NOT ${BOUGHT}`]),
  },
  {
    key: 'order-then-mail',
    name: 'Read an e-mail in the week after an order',
    policy: 'slow',
    value: steps([BOUGHT, 'WHEN(<= 30 days before now)'],
      [typed('directMarketing.emailOpened'), 'WHEN(<= 7 days after C0)']),
  },
];

export const COUNTED_DEFINITIONS = [
  {
    key: 'three-views',
    name: 'Three product views in a day',
    value: steps([VIEWED, `${WHEN} COUNT(3)`]),
  },
  {
    key: 'five-pages',
    name: 'Five page views in a week',
    value: steps([PAGE, 'WHEN(<= 7 days before now) COUNT(5)']),
  },
  {
    key: 'two-additions',
    name: 'Exactly two additions to the cart in three days',
    value: steps([ADDED, 'WHEN(<= 3 days before now) COUNT(= 2)']),
  },
  {
    key: 'few-searches',
    name: 'One or two searches this week',
    value: steps(['siteSearch.query.isNotNull()', 'WHEN(this week) COUNT(between 1 and 2)']),
  },
  {
    key: 'repeat-buyers',
    name: 'Bought twice or more',
    value: `xEvent[eventType = "commerce.purchases"].count() >= 2`,
  },
  {
    key: 'gold-readers',
    name: 'Silver and up: two articles in a day',
    value: `loyalty.tier in ["silver", "gold", "platinum"] and ${steps([
      'web.webPageDetails.siteSection in ["news", "sports", "travel"]',
      `${WHEN} COUNT(>= 2)`])}`,
  },
];

export const ABSENCE_DEFINITIONS = [
  {
    key: 'no-page-today',
    name: 'No page view in 24 hours',
    description: 'The whole event part is negated.',
    value: `not (${once(PAGE)})`,
  },
  {
    key: 'app-only',
    name: 'Opened the app this month, bought nothing',
    value: `${once('application.isLaunch', '<= 1 month before now')}
      and not (${once(BOUGHT, '<= 1 month before now')})`,
  },
  {
    key: 'members-without-order',
    name: 'Members without an order in 30 days',
    value: `loyalty.tier.isNotNull() and none E from xEvent
      where E.eventType = "commerce.purchases" and E.timestamp occurs <= 30 days before now`,
  },
  {
    key: 'small-orders-only',
    name: 'Orders, but none of 200 or more',
    value: `xEvent.exists(eventType = "commerce.purchases") and forall E from xEvent
      where E.eventType = "commerce.purchases" : E.commerce.order.priceTotal < 200`,
  },
  {
    key: 'away-from-home',
    name: 'Visits without the home page, last 24 hours',
    optOut: false,
    value: `${once(PAGE)} and not (${once('web.webPageDetails.isHomePage')})`,
  },
];

export const SUM_DEFINITIONS = [
  {
    key: 'day-spend',
    name: 'Spent 150 or more in a day',
    value: `xEvent[eventType = "commerce.purchases"
      and timestamp occurs ${DAY}].sum(commerce.order.priceTotal) >= 150`,
  },
  {
    key: 'average-order',
    name: 'Average order above 120',
    value: `(average E.commerce.order.priceTotal over E from xEvent
      where E.eventType = "commerce.purchases") > 120`,
  },
  {
    key: 'dearest-item',
    name: 'Looked at something of 500 or more',
    value: `xEvent.productListItems.max(priceTotal) >= 500`,
  },
  {
    key: 'many-kinds',
    name: 'Four kinds of events in a week',
    value: `xEvent[timestamp occurs <= 7 days before now].eventType.distinct().count() >= 4`,
  },
  {
    key: 'video-hours',
    name: 'Half an hour of video in two weeks',
    value: `xEvent[timestamp occurs <= 2 weeks before now].sum(_acme.video.seconds) > 1800`,
  },
];
