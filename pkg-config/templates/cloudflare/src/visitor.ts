// One visitor: takes events one after the other, decides, and keeps what the next decision needs.

import { DurableObject } from 'cloudflare:workers';
import type { Activation, AudienceSet, Destination } from 'pql-edge/runtime';

import { audiences, refreshAudiences } from './audiences';
import { isObject, jsonText, type JsonObject } from './body';
import type { Env } from './env';
import { Store } from './store';
import type { Visit } from './visit';

const DAY = 86_400_000;

export class Visitor extends DurableObject<Env> {
  /** Not there before the first call, and after all was deleted. */
  #store: Store | undefined;
  /** When the day of forgetting was put off the last time, epoch ms. */
  #prolonged = -Infinity;

  /** What every destination gets after each of the events. */
  interact(visit: Visit, destinations: Destination[]): Promise<Activation[][]> {
    return this.#atOnce((store) => decide(store, visit, destinations));
  }

  /** Everything that is kept: the profile as JSON text. */
  profile(): Promise<string> {
    return this.#atOnce((store) => {
      const segmentMembership = store.memberships();
      const xEvent: unknown = JSON.parse(store.history());
      return JSON.stringify({ ...store.attributes(), segmentMembership, xEvent });
    });
  }

  /** The attributes are all that there are from now on; memberships come on top of the others. */
  putProfile(attributes: JsonObject, memberships: JsonObject): Promise<void> {
    return this.#atOnce((store) => {
      store.replaceAttributes(attributes);
      store.addMemberships(memberships);
    });
  }

  /** Nothing is left of the visitor. */
  async deleteProfile(): Promise<void> {
    this.#store = undefined;
    this.#prolonged = -Infinity;
    await this.ctx.storage.deleteAlarm();
    await this.ctx.storage.deleteAll();
  }

  /** The visitor did not come back. */
  override alarm(): Promise<void> {
    return this.deleteProfile();
  }

  /**
   * Runs `work` in a transaction. It waits for nothing between its first read and its last write, so
   * requests of one visitor cannot come between each other, and one that fails changes nothing.
   */
  async #atOnce<T>(work: (store: Store) => T): Promise<T> {
    await refreshAudiences(this.env, this.ctx);
    const { storage } = this.ctx;
    const store = (this.#store ??= new Store(storage.sql));
    const result = storage.transactionSync(() => work(store));
    await this.#prolong();
    return result;
  }

  /** Once a day is enough, and costs less than with every request. */
  async #prolong(): Promise<void> {
    const now = Date.now();
    if (now < this.#prolonged + DAY) return;
    this.#prolonged = now;
    await this.ctx.storage.setAlarm(now + Number(this.env.KEEP_DAYS) * DAY);
  }
}

function decide(store: Store, { events, identityMap }: Visit, destinations: Destination[]) {
  const { set, ids } = audiences();
  const now = Date.now();
  const attributes = store.attributes();
  const collects = !deniesCollection(attributes);
  if (collects) forget(store, set, now);
  else store.cutEvents(() => undefined);
  const profile = jsonText({ identityMap, ...attributes });
  let segmentMembership = store.memberships((audience) => !ids.has(audience));
  const answers = events.map(({ id, time, body }) => {
    const isNew = collects && !(id !== null && store.holdsEvent(id));
    const context = { now, events: store.history(), segmentMembership };
    const found = set.qualify(profile, isNew ? { ...context, event: body } : context);
    segmentMembership = found.segmentMembership;
    const [kept] = isNew ? set.retain(`[${body}]`, now) : [];
    if (kept !== undefined) store.addEvent(id, time, JSON.stringify(kept));
    return destinations.map((destination) => found.activation(destination));
  });
  store.saveMemberships(segmentMembership, (audience) => ids.has(audience));
  return answers;
}

/** What no audience can see any more, now or later, is dropped. */
function forget(store: Store, set: AudienceSet, now: number): void {
  const { milliseconds, paths } = set.lookback;
  if (milliseconds !== null) store.dropEventsBefore(now - milliseconds);
  const read = JSON.stringify(paths);
  if (store.setting('paths') === read) return;
  // Other definitions than last time: of older events, too, nothing stays that they do not read.
  store.cutEvents((body) => {
    const [kept] = set.retain(`[${body}]`, now);
    return kept && JSON.stringify(kept);
  });
  store.set('paths', read);
}

/** Their events are not looked at, and not kept. */
function deniesCollection({ consents }: JsonObject): boolean {
  const collect = isObject(consents) ? consents.collect : undefined;
  return isObject(collect) && (collect.val === 'n' || collect.val === 'dn');
}
