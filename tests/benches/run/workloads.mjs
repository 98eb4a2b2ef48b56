// The workloads in figures: how large the profiles are, how much is looked at, how much is true.

import { makeCase } from '../workloads/cases.mjs';

const GROUPS = ['simple', 'medium', 'heavy', 'set', 'equal-hits', 'edge'];
/** Counting conditions in more takes longer than evaluating them. */
const LARGEST = 10_000;

export function describeWorkloads(cases) {
  const wanted = cases.filter(({ id, group }) => GROUPS.includes(group) && size(id) <= LARGEST);
  return Object.fromEntries(wanted.map((found) => [found.id, describe(makeCase(found))]));
}

const size = (id) => Number(id.split('-').pop()) || 0;

function describe({ profiles, conditionsPerPredicate, hitRate }) {
  const bytes = profiles.reduce((sum, one) => sum + one.bytes.length, 0) / profiles.length;
  return { bytes: Math.round(bytes), conditions: conditionsPerPredicate, hitRate };
}
