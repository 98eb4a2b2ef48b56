// What a request of a page says: whose events they are, and when they happened.

import { isObject, jsonText, type Json, type JsonObject } from './body';
import { Problem } from './problem';

export interface IncomingEvent {
  /** Its `_id`, by which an event that is sent twice is known. */
  id: string | null;
  /** Epoch milliseconds. */
  time: number;
  /** The XDM of it, JSON text. */
  body: string;
}

export interface Visit {
  /** Which visitor it is: the name of an object. */
  visitor: string;
  identityMap: JsonObject;
  events: IncomingEvent[];
}

const DAY = 86_400_000;

/** Reads `{ event: { xdm } }` or `{ events: [{ xdm }, …] }`; `now` dates events without a time. */
export function readVisit(body: Json, now: number): Visit {
  const [first, ...more] = xdmOf(body).map((xdm, at) => readEvent(xdm, at, now));
  if (first === undefined) throw new Problem('invalid-request', '`events` is empty');
  if (more.some(({ visitor }) => visitor !== first.visitor)) {
    throw new Problem('invalid-identity', 'the events are of different visitors');
  }
  const events = [first, ...more].map(({ event }) => event);
  return { visitor: first.visitor, identityMap: first.identityMap, events };
}

function xdmOf(body: Json): JsonObject[] {
  if (!isObject(body)) throw new Problem('invalid-request', 'the body is no JSON object');
  const { event, events } = body;
  if ((event === undefined) === (events === undefined)) {
    throw new Problem('invalid-request', 'either `event` or `events` must be there');
  }
  const all = events === undefined ? [event] : events;
  if (!Array.isArray(all)) throw new Problem('invalid-request', '`events` is no array');
  return all.map((one) => {
    if (isObject(one) && isObject(one.xdm)) return one.xdm;
    throw new Problem('invalid-request', 'an event has no object `xdm`');
  });
}

function readEvent(xdm: JsonObject, at: number, now: number) {
  const { _id: id, identityMap = null } = xdm;
  if (!isObject(identityMap)) {
    throw new Problem('invalid-identity', '`xdm.identityMap` is missing or no object');
  }
  const visitor = visitorName(...primaryIdentity(identityMap));
  const time = xdm.timestamp === undefined ? now : instant(xdm.timestamp);
  if (Number.isNaN(time)) {
    const example = '2026-11-20T12:00:00.000Z';
    throw new Problem('invalid-timestamp', `\`timestamp\` of event ${at} is not like ${example}`);
  }
  if (time > now + DAY) {
    throw new Problem('invalid-timestamp', `\`timestamp\` of event ${at} is in the future`);
  }
  const body = jsonText({ ...xdm, timestamp: new Date(time).toISOString() });
  const event = { id: typeof id === 'string' ? id : null, time, body };
  return { visitor, identityMap, event };
}

/** The namespace and id of the one identity that is marked as primary. */
function primaryIdentity(identityMap: JsonObject): [string, string] {
  const primary = Object.entries(identityMap).flatMap(([namespace, list]) => {
    const identities = Array.isArray(list) ? list.filter(isObject) : [];
    return identities.filter((it) => it.primary === true).map(({ id }) => ({ namespace, id }));
  });
  const [one] = primary;
  if (one === undefined || primary.length > 1) {
    const found = `${primary.length} are marked so`;
    throw new Problem('invalid-identity', `exactly one identity must be \`primary\`, ${found}`);
  }
  if (typeof one.id !== 'string' || one.id === '') {
    throw new Problem('invalid-identity', 'the primary identity has no `id`');
  }
  return [one.namespace, one.id];
}

/** Namespaces are written in different cases by different systems; ids are what they are. */
export const visitorName = (namespace: string, id: string): string =>
  JSON.stringify([namespace.toLowerCase(), id]);

const DATE_TIME = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;

/** RFC 3339 with its offset; `NaN` for all else, a 30th of February among it. */
function instant(text: Json): number {
  const [, day] = (typeof text === 'string' && DATE_TIME.exec(text)) || [];
  if (day === undefined) return NaN;
  const midnight = new Date(`${day}T00:00:00Z`);
  const exists = !Number.isNaN(midnight.valueOf()) && midnight.toISOString().startsWith(day);
  return exists ? Date.parse(text as string) : NaN;
}
