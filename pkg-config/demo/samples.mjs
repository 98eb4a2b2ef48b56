// The sample definitions and profiles, as the demonstration needs them.

import { readFileSync } from 'node:fs';

const FOLDER = new URL('../../www/public/samples/', import.meta.url);

// A person with a bit of everything: members, leavers, and an audience missed by one condition.
const SHOWN = 'acme-0112';

/** `{ now, definitions, groups, people }`; each profile stays the bytes a request would carry. */
export function readSamples() {
  const manifest = JSON.parse(read('manifest.json'));
  const lines = read(manifest.profiles.file).trimEnd().split('\n');
  return {
    now: Date.parse(manifest.now),
    definitions: JSON.parse(read(manifest.definitions.file)).segments,
    groups: manifest.definitions.groups,
    people: lines.map(person),
  };
}

/** The profile with this number (from 1) or `_id`; without one, the one to show. */
export function choose(samples, wanted = SHOWN) {
  const numbered = /^\d+$/.test(wanted) ? samples.people[Number(wanted) - 1] : undefined;
  return numbered ?? samples.people.find((one) => one.profile._id === wanted);
}

function person(line, index) {
  return { number: index + 1, bytes: new TextEncoder().encode(line), profile: JSON.parse(line) };
}

function read(name) {
  return readFileSync(new URL(name, FOLDER), 'utf8');
}
