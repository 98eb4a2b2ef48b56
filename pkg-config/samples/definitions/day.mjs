// Definitions about one event within a day, alone or with profile attributes: what the edge is for.

import { once, typed } from './parts.mjs';

export const DAY_DEFINITIONS = [
  {
    key: 'found-nothing',
    name: 'Searched and found nothing, last 24 hours',
    value: once('siteSearch.numberOfResults = 0'),
  },
  {
    key: 'bought-today',
    name: 'Bought today',
    value: once('eventType = "commerce.purchases"', 'today'),
  },
  {
    key: 'push-opened',
    name: 'Opened a push message',
    value: once(typed('pushTracking.applicationOpened')),
  },
  {
    key: 'ad-click',
    name: 'Clicked a winter advertisement',
    value: once(`${typed('advertising.clicks')} and marketing.trackingCode.startsWith("win-")`),
  },
  {
    key: 'store-visit',
    name: 'Entered a store in the last 12 hours',
    value: once(typed('location.entry'), '<= 12 hours before now'),
  },
  {
    key: 'low-rating',
    name: 'Gave a low rating',
    optOut: false,
    value: once('_acme.rating <= 2'),
  },
  {
    key: 'video-finished',
    name: 'Watched a long video to the end',
    value: once(`${typed('media.sessionComplete')} and _acme.video.seconds >= 600`),
  },
  {
    key: 'saved-item',
    name: 'Saved something above 100 for later',
    value: once(`${typed('commerce.saveForLaters')}
      and productListItems.exists(priceTotal >= 100)`),
  },
  {
    key: 'basket-removal',
    name: 'Took something out of the basket',
    value: once(typed('commerce.productListRemovals'), '< 24 hours before now'),
  },
  {
    key: 'mail-opened',
    name: 'Opened an e-mail, last 24 hours',
    policy: 'slow',
    value: once(typed('directMarketing.emailOpened'), '< 24 hours before now'),
  },
  {
    key: 'news-now',
    name: 'Reading the news, last six hours',
    value: once('web.webPageDetails.siteSection.equals("news", false)', '<= 6 hours before now'),
  },
  {
    key: 'phone-browser',
    name: 'Came with Safari or Firefox',
    optOut: 'absent',
    value: once('environment.browserDetails.name in ["Safari", "Firefox"]'),
  },
];

export const DAY_AND_PROFILE_DEFINITIONS = [
  {
    key: 'gold-checkout',
    name: 'Checkout by gold and platinum members',
    value: `loyalty.tier in ["gold", "platinum"] and ${once(typed('commerce.checkouts'))}`,
  },
  {
    key: 'seen-at-home',
    name: 'Seen in the home country, last 24 hours',
    value: `xEvent.exists(placeContext.geo.countryCode = ^.homeAddress.countryCode
      and timestamp occurs <= 24 hours before now)`,
  },
  {
    key: 'birthday-visit',
    name: 'Visit in the month of the birthday',
    value: `person.birthDate.getMonth() = currentMonth()
      and ${once(typed('web.webpagedetails.pageViews'))}`,
  },
  {
    key: 'mail-consent-open',
    name: 'Agreed to e-mail and opened one',
    value: `consents.marketing.email.val in ["y", "dy"]
      and ${once(typed('directMarketing.emailOpened'))}`,
  },
  {
    key: 'german-searches',
    name: 'Searches from German-speaking markets',
    value: `homeAddress.countryCode in ["DE", "AT"] and ${once('siteSearch.query.isNotNull()')}`,
  },
  {
    key: 'device-launch',
    name: 'Launched the app on a known telephone',
    value: `_acme.devices.exists(os = "iOS" or os = "Android")
      and ${once('application.isLaunch', 'today')}`,
  },
  {
    key: 'sport-views',
    name: 'Runners and riders who looked at their gear',
    value: `_acme.interests.intersects(["running", "cycling"])
      and ${once(`${typed('commerce.productViews')}
      and productListItems.exists(SKU like "SHOE-%" or SKU like "BIKE-%")`)}`,
  },
];
