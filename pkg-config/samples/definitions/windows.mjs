// Definitions with windows of days to years: older than the rule of 24 hours, and still evaluated.

import { once, typed } from './parts.mjs';

const BOUGHT = typed('commerce.purchases');
const VIEWED = typed('commerce.productViews');

export const WINDOW_DEFINITIONS = [
  {
    key: 'ski-views',
    name: 'Looked at skis in three days',
    value: once(`${VIEWED} and productListItems.exists(SKU.startsWith("SKI-"))`,
      '<= 3 days before now'),
  },
  {
    key: 'eight-days',
    name: 'Put in the cart within eight days',
    value: once(typed('commerce.productListAdds'), '< 8 days before now'),
  },
  {
    key: 'two-week-buyers',
    name: 'Bought within two weeks',
    value: once(BOUGHT, '<= 2 weeks before now'),
  },
  {
    key: 'month-viewers',
    name: 'Looked at products in the month before today',
    value: once(VIEWED, '<= 1 month before today'),
  },
  {
    key: 'half-year-app',
    name: 'Used the app within six months',
    value: once('application.isLaunch', '<= 6 months before now'),
  },
  {
    key: 'old-customers',
    name: 'Bought longer than 30 days ago',
    description: 'Looks back without end.',
    value: once(BOUGHT, '> 30 days before now'),
  },
  {
    key: 'early-november',
    name: 'Visited between 8 and 22 November 2026',
    value: once(typed('web.webpagedetails.pageViews'),
      'between date(2026, 11, 8) and date(2026, 11, 22)'),
  },
];

export const CALENDAR_DEFINITIONS = [
  {
    key: 'bought-this-month',
    name: 'Bought this month',
    value: once(BOUGHT, 'this month'),
  },
  {
    key: 'pages-last-month',
    name: 'Visited last month',
    value: once(typed('web.webpagedetails.pageViews'), 'last month'),
  },
  {
    key: 'viewed-yesterday',
    name: 'Looked at a product yesterday',
    value: once(VIEWED, 'yesterday'),
  },
  {
    key: 'app-this-week',
    name: 'App and login this week',
    value: `${once('application.isLaunch', 'this week')}
      and ${once(typed('userAccount.login'), 'this week')}`,
  },
  {
    key: 'gone-since-last-week',
    name: 'Here last week, not this week',
    value: `${once('eventType.isNotNull()', 'last week')}
      and not (${once('eventType.isNotNull()', 'this week')})`,
  },
];

export const SELECT_DEFINITIONS = [
  {
    key: 'select-week',
    name: 'Mail activity in a week',
    value: `select E from xEvent where E.eventType.startsWith("directMarketing.")
      and E.timestamp occurs <= 7 days before now`,
  },
  {
    key: 'select-three',
    name: 'Three shop events in ten days',
    value: `(select E from xEvent where E.eventType.startsWith("commerce.", false)
      and E.timestamp occurs <= 10 days before now).count() >= 3`,
  },
  {
    key: 'select-removed',
    name: 'Put in the cart, later took something out',
    value: `select A from xEvent where A.eventType = "commerce.productListAdds",
      R from xEvent where R.eventType = "commerce.productListRemovals"
      and R.timestamp occurs after A.timestamp`,
  },
  {
    key: 'select-items',
    name: 'Any item of the winter range',
    value: `select E from xEvent where E.timestamp occurs <= 20 days before now,
      I from E.productListItems where I.SKU in ["SKI-300", "SKI-315", "COAT-201"]`,
  },
];
