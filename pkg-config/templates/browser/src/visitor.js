// What an event makes of a visitor, and what the page is told of them. Nothing here waits.

import { reasons } from './why.js';

/** As many are kept until there are audiences that say which of them matter. */
const UNSORTED = 500;

/**
 * The visitor after an event, or, without one, at a later time. `qualify` gives the memberships that
 * follow, `retain` the part of the history that some audience can still see.
 */
export function receive(visitor, event, set, now) {
  const next = { ...visitor, ...shopping(visitor, event) };
  const dated = event && { timestamp: new Date(now).toISOString(), ...event.xdm };
  const events = dated ? [...next.events, dated] : next.events;
  if (!set) return { ...next, events: events.slice(-UNSORTED) };
  const { profile, segmentMembership } = next;
  const found = set.qualify(profile, { segmentMembership, events, now });
  return {
    ...next,
    events: set.retain(events, now),
    segmentMembership: found.segmentMembership,
  };
}

/** What the shop itself remembers: who signed in, and what is in the cart. */
function shopping({ profile, cart }, event) {
  const type = event?.xdm.eventType;
  if (type === 'userAccount.login') return { profile: event.profile };
  if (type === 'userAccount.logout') return { profile: {} };
  if (type === 'commerce.productListAdds') return { cart: [...cart, ...event.xdm.productListItems] };
  if (type === 'commerce.purchases') return { cart: [] };
  return { profile };
}

/** What the page shows: every audience with its state, since when, and why. */
export function describe(visitor, set, now) {
  const { profile, cart, events, segmentMembership } = visitor;
  const audiences = (set?.ids ?? []).map((id) => {
    const record = segmentMembership.ups?.[id];
    const { name, root, source } = set.explain(id, profile, { segmentMembership, events, now });
    const { status = 'none', lastQualificationTime: since = null } = record ?? {};
    return { id, name, why: reasons(root, source), status: status === 'existing' ? 'realized' : status, since };
  });
  const name = profile.person?.name ?? null;
  return { audiences, cart, name, tier: profile.loyalty?.tier ?? null, events: events.length };
}
