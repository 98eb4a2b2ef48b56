// Definitions that refer to other audiences: of the set, in several levels, and of elsewhere.

import { EXTERNAL, SHARED, idOf } from './ids.mjs';
import { once, typed } from './parts.mjs';

const isIn = (key) => `inSegment("${idOf(key)}")`;

export const NESTED_DEFINITIONS = [
  {
    key: 'engaged',
    name: 'Engaged: reads or looks at products',
    value: `${isIn('heavy-readers')} or ${isIn('view-then-cart')} or ${isIn('mail-opened')}`,
  },
  {
    key: 'engaged-reachable',
    name: 'Engaged and reachable',
    value: `${isIn('engaged')} and (${isIn('email-reachable')} or ${isIn('push-allowed')})`,
  },
  {
    key: 'priority-offers',
    name: 'Offers first: engaged, reachable, not yet bought',
    value: `${isIn('engaged-reachable')} and not (${isIn('bought-today')})`,
  },
  {
    key: 'priority-members',
    name: 'Offers first, members only',
    description: 'Four levels of audiences.',
    value: `${isIn('priority-offers')} and (${isIn('gold-email')} or ${isIn('points-band')})`,
  },
  {
    key: 'imported-or-likely',
    name: 'Imported or likely to buy, at risk of leaving',
    description: 'Both audiences are known only by the stored memberships.',
    value: `(inSegment("${EXTERNAL}") or ${isIn('predicted-value')})
      and not (${isIn('repeat-buyers')})`,
  },
  {
    key: 'shared-trait',
    name: 'In a trait shared by Audience Manager',
    value: `inSegment("${SHARED}", "AAM")`,
  },
  {
    key: 'gold-page-today',
    name: 'Gold and platinum on the site today',
    value: `${isIn('gold-up')} and ${once(typed('web.webpagedetails.pageViews'), 'today')}`,
  },
  {
    key: 'neither-nor',
    name: 'Neither engaged nor opted out',
    optOut: false,
    value: `not (${isIn('engaged')} or ${isIn('email-out')} or ${isIn('once-opted-out')})
      and identityMap.keys().count() > 1`,
  },
  {
    key: 'two-of-four',
    name: 'Two of four shopping audiences',
    value: `[${isIn('cart-abandoners')}, ${isIn('three-views')},
      ${isIn('day-spend')}, ${isIn('saved-or-added')}].filter(this = true).count() >= 2`,
  },
];
