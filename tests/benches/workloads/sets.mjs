// Sets of medium predicates with random constants and a controlled rate of hits.

import { random } from '../../../pkg-config/samples/prng.mjs';
import { COUNTRIES, SEED, TIERS } from './constants.mjs';
import { medium } from './predicates.mjs';
import { makeProfiles } from './profile.mjs';
import { holds } from './reference.mjs';

/** `size` predicates; a larger set begins with the smaller one. */
export function makeSet(size) {
  const source = random(`${SEED}:sets`);
  return named(Array.from({ length: size }, () => any(source)));
}

/** `size` predicates of which only the first `like` can be true of the profiles. */
export function makeSetOfEqualHits(size, like = 1_000) {
  const source = random(`${SEED}:sets`);
  const profiles = makeProfiles();
  const predicates = Array.from({ length: Math.min(like, size) }, () => any(source));
  while (predicates.length < size) {
    const predicate = any(source);
    if (!profiles.some((profile) => holds(predicate, profile))) predicates.push(predicate);
  }
  return named(predicates);
}

/** Of 6 conditions 2.46 are looked at on average, 2.9 % of the predicates are true. */
function any({ chance, hex, int, pick, some }) {
  return medium({
    countries: some(COUNTRIES, 16),
    year: int(1950, 2009),
    tier: pick(TIERS),
    points: int(0, 20_000),
    suffix: chance(0.25) ? '@example.com' : `@${hex()}.example`,
    consent: chance(0.55) ? 'y' : 'n',
  });
}

const named = (predicates) =>
  predicates.map((condition, index) => ({ id: `audience-${index}`, condition }));
