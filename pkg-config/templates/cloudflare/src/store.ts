// What is kept of one visitor, in tables of the visitor's own database.

import type { Membership, SegmentMembership } from 'pql-edge/runtime';

import { isObject, jsonText, type JsonObject } from './body';

/** No index but the keys: a visitor has few rows, and every entry of an index is a row written. */
const TABLES = `
  CREATE TABLE IF NOT EXISTS event (
    number INTEGER PRIMARY KEY, id TEXT, time INTEGER NOT NULL, body TEXT NOT NULL
  );
  CREATE TABLE IF NOT EXISTS membership (
    namespace TEXT, audience TEXT, record TEXT NOT NULL, decided INTEGER NOT NULL,
    PRIMARY KEY (namespace, audience)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS attribute (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
`;

/** The most that is kept of a visitor's history, whatever the audiences look back to. */
const MOST_EVENTS = 5_000;
const MOST_CHARACTERS = 1_000_000;

type MembershipRow = {
  namespace: string;
  audience: string;
  record: string;
  /** 1 where it was decided here, 0 where it came with a profile. */
  decided: number;
};

const keyOf = ({ namespace, audience }: Pick<MembershipRow, 'namespace' | 'audience'>) =>
  JSON.stringify([namespace, audience]);

export class Store {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(TABLES);
  }

  /** The events in the order of their arrival, a JSON array. */
  history(): string {
    const rows = this.#sql.exec<{ body: string }>('SELECT body FROM event ORDER BY number');
    return `[${Array.from(rows, ({ body }) => body).join(',')}]`;
  }

  holdsEvent(id: string): boolean {
    return this.#sql.exec('SELECT 1 FROM event WHERE id = ?', id).toArray().length > 0;
  }

  addEvent(id: string | null, time: number, body: string): void {
    const insert = 'INSERT INTO event (id, time, body) VALUES (?, ?, ?)';
    this.#sql.exec(insert, id, time, body);
    this.#dropBeyondLimits();
  }

  /** Drops the events before a time, epoch ms. */
  dropEventsBefore(time: number): void {
    this.#sql.exec('DELETE FROM event WHERE time < ?', time);
  }

  /** Puts what `cut` gives in the place of every event; the event goes where it gives nothing. */
  cutEvents(cut: (body: string) => string | undefined): void {
    const rows = this.#sql.exec<{ number: number; body: string }>('SELECT number, body FROM event');
    for (const { number, body } of rows.toArray()) {
      const rest = cut(body);
      if (rest === undefined) {
        this.#sql.exec('DELETE FROM event WHERE number = ?', number);
      } else if (rest !== body) {
        this.#sql.exec('UPDATE event SET body = ? WHERE number = ?', rest, number);
      }
    }
  }

  #dropBeyondLimits(): void {
    const newestFirst = this.#sql.exec<{ number: number; length: number }>(
      'SELECT number, LENGTH(body) AS length FROM event ORDER BY time DESC, number DESC',
    );
    let [count, characters] = [0, 0];
    for (const { number, length } of newestFirst.toArray()) {
      [count, characters] = [count + 1, characters + length];
      if (count <= MOST_EVENTS && characters <= MOST_CHARACTERS) continue;
      this.#sql.exec('DELETE FROM event WHERE number = ?', number);
    }
  }

  /** Without those that were decided here of audiences that are `gone`. */
  memberships(gone: (audience: string) => boolean = () => false): SegmentMembership {
    const found: SegmentMembership = {};
    for (const { namespace, audience, record, decided } of this.#membershipRows()) {
      if (decided && gone(audience)) continue;
      (found[namespace] ??= {})[audience] = JSON.parse(record) as Membership;
    }
    return found;
  }

  /** These and no others; writes what is different, which is nothing for most requests. */
  saveMemberships(found: SegmentMembership, decided: (audience: string) => boolean): void {
    const known = new Map(this.#membershipRows().map((row) => [keyOf(row), row]));
    for (const [namespace, records] of Object.entries(found)) {
      for (const [audience, membership] of Object.entries(records)) {
        const key = keyOf({ namespace, audience });
        const record = jsonText(membership);
        if (record !== known.get(key)?.record) {
          this.#saveMembership({ namespace, audience, record, decided: Number(decided(audience)) });
        }
        known.delete(key);
      }
    }
    for (const { namespace, audience } of known.values()) {
      const remove = 'DELETE FROM membership WHERE namespace = ? AND audience = ?';
      this.#sql.exec(remove, namespace, audience);
    }
  }

  /** Adds memberships that another system decided. */
  addMemberships(given: JsonObject): void {
    for (const [namespace, records] of Object.entries(given)) {
      if (!isObject(records)) continue;
      for (const [audience, record] of Object.entries(records)) {
        this.#saveMembership({ namespace, audience, record: jsonText(record), decided: 0 });
      }
    }
  }

  #membershipRows(): MembershipRow[] {
    return this.#sql.exec<MembershipRow>('SELECT * FROM membership').toArray();
  }

  #saveMembership({ namespace, audience, record, decided }: MembershipRow): void {
    const put = 'INSERT OR REPLACE INTO membership VALUES (?, ?, ?, ?)';
    this.#sql.exec(put, namespace, audience, record, decided);
  }

  /** The attributes of the profile by name. */
  attributes(): JsonObject {
    const rows = this.#sql.exec<{ name: string; value: string }>('SELECT * FROM attribute');
    return Object.fromEntries(Array.from(rows, ({ name, value }) => [name, JSON.parse(value)]));
  }

  /** These and no others. */
  replaceAttributes(attributes: JsonObject): void {
    this.#sql.exec('DELETE FROM attribute');
    for (const [name, value] of Object.entries(attributes)) {
      this.#sql.exec('INSERT INTO attribute VALUES (?, ?)', name, jsonText(value));
    }
  }

  setting(name: string): string | undefined {
    const rows = this.#sql.exec<{ value: string }>('SELECT value FROM setting WHERE name = ?', name);
    return rows.toArray()[0]?.value;
  }

  set(name: string, value: string): void {
    this.#sql.exec('INSERT OR REPLACE INTO setting VALUES (?, ?)', name, value);
  }
}
