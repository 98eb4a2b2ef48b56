// Every workload by name: what is evaluated, on what, and what has to come out.

import { NOW } from './constants.mjs';
import { withEvents } from './events.mjs';
import { HEAVY, MEDIUM, SIMPLE_ONE, SIMPLE_TWO } from './predicates.mjs';
import { makeProfiles } from './profile.mjs';
import { holds } from './reference.mjs';
import { readSampleSet } from './samples.mjs';
import { makeSet, makeSetOfEqualHits } from './sets.mjs';
import { padded } from './sizes.mjs';

const SET_SIZES = [10, 100, 1_000, 10_000, 100_000];
const EVENT_COUNTS = [0, 5, 10, 20, 50, 100, 200, 500, 1_000, 5_000];
/** Bytes of JSON of one profile. */
const PROFILE_SIZES = [1, 2, 4, 16, 64, 256, 1_024].map((kilo) => kilo * 1_000);

const EVERY_INPUT = ['object', 'text', 'bytes'];

const BOTH = ['object', 'bytes'];

const one = (id, group, condition, profiles, inputs = EVERY_INPUT) =>
  ({ id, group, condition, profiles, inputs });
const set = (id, group, make, inputs) => ({ id, group, make, profiles: makeProfiles, inputs });

const sized = (size) => makeProfiles().map((profile) => padded(profile, size));

/** Each makes its data only when it is asked for: a process needs one of them. */
export const CASES = [
  one('simple-one', 'simple', SIMPLE_ONE, makeProfiles),
  one('simple-two', 'simple', SIMPLE_TWO, makeProfiles),
  one('medium', 'medium', MEDIUM, makeProfiles),
  one('heavy', 'heavy', HEAVY, () => withEvents(makeProfiles(), 20)),
  ...SET_SIZES.map((size) =>
    set(`set-${size}`, 'set', () => makeSet(size), size > 10_000 ? ['object'] : BOTH),
  ),
  ...[1_000, 10_000].map((size) =>
    set(`equal-hits-${size}`, 'equal-hits', () => makeSetOfEqualHits(size), ['object']),
  ),
  { id: 'edge-150', group: 'edge', samples: true, inputs: BOTH },
  ...EVENT_COUNTS.map((count) =>
    one(`events-${count}`, 'events', HEAVY, () => withEvents(makeProfiles(), count), ['bytes']),
  ),
  ...PROFILE_SIZES.map((size) => one(`size-${size}`, 'size', MEDIUM, () => sized(size), ['bytes'])),
];

export const findCase = (id) => CASES.find((one) => one.id === id);

/** `{ profiles: [{ object, text, bytes }], set | condition | definitions, expected }`. */
export function makeCase(found) {
  if (found.samples) return readSampleSet();
  const made = found.profiles();
  const set = found.make?.();
  const answer = (profile, counter) =>
    set
      ? set.filter(({ condition }) => holds(condition, profile, counter)).map(({ id }) => id)
      : holds(found.condition, profile, counter);
  const counter = { conditions: 0 };
  const expected = made.map((profile) => answer(profile, counter));
  const evaluations = made.length * (set?.length ?? 1);
  return {
    now: NOW,
    condition: found.condition,
    set,
    profiles: made.map(forms),
    expected,
    conditionsPerPredicate: counter.conditions / evaluations,
    hitRate: expected.reduce((sum, one) => sum + hits(one), 0) / evaluations,
  };
}

const encoder = new TextEncoder();

/** Objects are what `JSON.parse` makes, as those of a request are. */
export function forms(profile) {
  const text = JSON.stringify(profile);
  return { object: JSON.parse(text), text, bytes: encoder.encode(text) };
}

export const hits = (answer) => (Array.isArray(answer) ? answer.length : Number(answer));
