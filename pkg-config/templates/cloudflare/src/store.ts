// What is kept of one visitor, in tables of the visitor's own database.

import type { Membership, SegmentMembership } from 'pql-edge/runtime';

import { isObject, jsonText, type JsonObject } from './body';

/** No index but the keys: a visitor has few rows, and every entry of an index is a row written. */
const TABLES = `
  CREATE TABLE IF NOT EXISTS event (
    number INTEGER PRIMARY KEY, id TEXT, time INTEGER NOT NULL, body TEXT NOT NULL
  );
  CREATE TABLE IF NOT EXISTS membership (
    namespace TEXT, audience TEXT, record TEXT NOT NULL, PRIMARY KEY (namespace, audience)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS attribute (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
`;

/** The most that is kept of a visitor's history, whatever the audiences look back to. */
const MOST_EVENTS = 5_000;
const MOST_CHARACTERS = 1_000_000;

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

  memberships(): SegmentMembership {
    const found: SegmentMembership = {};
    for (const [namespace, audience, record] of this.#membershipRows()) {
      (found[namespace] ??= {})[audience] = JSON.parse(record) as Membership;
    }
    return found;
  }

  /** Writes what is different, which is nothing for most requests. */
  saveMemberships(found: SegmentMembership): void {
    const gone = new Map(this.#membershipRows().map((row) => [jsonText(row.slice(0, 2)), row]));
    for (const [namespace, records] of Object.entries(found)) {
      for (const [audience, record] of Object.entries(records)) {
        const key = jsonText([namespace, audience]);
        const [text, known] = [JSON.stringify(record), gone.get(key)?.[2]];
        gone.delete(key);
        if (text !== known) this.#saveMembership(namespace, audience, text);
      }
    }
    for (const [namespace, audience] of gone.values()) {
      const remove = 'DELETE FROM membership WHERE namespace = ? AND audience = ?';
      this.#sql.exec(remove, namespace, audience);
    }
  }

  #membershipRows(): [string, string, string][] {
    const rows = this.#sql.exec('SELECT namespace, audience, record FROM membership').raw();
    return Array.from(rows) as [string, string, string][];
  }

  #saveMembership(namespace: string, audience: string, record: string): void {
    const put = 'INSERT OR REPLACE INTO membership (namespace, audience, record) VALUES (?, ?, ?)';
    this.#sql.exec(put, namespace, audience, record);
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

  /** Adds memberships that another system decided. */
  addMemberships(given: JsonObject): void {
    for (const [namespace, records] of Object.entries(given)) {
      if (!isObject(records)) continue;
      for (const [audience, record] of Object.entries(records)) {
        this.#saveMembership(namespace, audience, jsonText(record));
      }
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
