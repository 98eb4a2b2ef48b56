// All sample definitions, in the shape in which a list of segment definitions is answered.

import { DAY, HOUR, NOW_MS } from '../clock.mjs';
import { uuid } from '../prng.mjs';
import { DAY_AND_PROFILE_DEFINITIONS, DAY_DEFINITIONS } from './day.mjs';
import { EVENT_DEFINITIONS } from './events.mjs';
import { CONSENT_DEFINITIONS, FIELD_DEFINITIONS } from './fields.mjs';
import { idOf } from './ids.mjs';
import { JOURNEY_DEFINITIONS } from './journey.mjs';
import { NESTED_DEFINITIONS } from './nested.mjs';
import { PROFILE_DEFINITIONS } from './profile.mjs';
import {
  ABSENCE_DEFINITIONS, COUNTED_DEFINITIONS, SEQUENCE_DEFINITIONS, SEVERAL_DEFINITIONS,
  SUM_DEFINITIONS,
} from './several.mjs';
import { BATCH_DEFINITIONS, STREAMING_DEFINITIONS } from './slower.mjs';
import { TREE_DEFINITIONS } from './trees.mjs';
import { CALENDAR_DEFINITIONS, SELECT_DEFINITIONS, WINDOW_DEFINITIONS } from './windows.mjs';

const ORGANISATION = 'ACE0ACE0ACE0ACE0ACE0ACE0@AdobeOrg';
const SANDBOX = {
  sandboxId: uuid('sandbox:samples'),
  sandboxName: 'samples',
  type: 'development',
  default: false,
};
const POLICIES = {
  edge: uuid('merge-policy:active-on-edge'),
  slow: uuid('merge-policy:not-on-edge'),
};

/** The kinds of definitions, in the order in which they are shown. */
const LABELS = {
  attributes: 'Profile attributes',
  dates: 'Dates on the profile',
  consent: 'Consent',
  day: 'One event in a day',
  dayAndProfile: 'Event and profile',
  several: 'Several events',
  sequences: 'Sequences',
  counts: 'How often',
  absence: 'What did not happen',
  sums: 'Sums and averages',
  windows: 'Longer windows',
  calendar: 'Calendar windows',
  selections: 'Selections',
  nested: 'Other audiences',
};

/** Rows of one kind, where they do not name another; the newest definitions first. */
const ROWS = [
  ...rows('synchronous', 'attributes', PROFILE_DEFINITIONS),
  ...rows('synchronous', 'dates', JOURNEY_DEFINITIONS),
  ...rows('synchronous', 'selections', EVENT_DEFINITIONS),
  ...rows('synchronous', 'attributes', FIELD_DEFINITIONS),
  ...rows('synchronous', 'consent', CONSENT_DEFINITIONS),
  ...rows('synchronous', 'day', DAY_DEFINITIONS),
  ...rows('synchronous', 'dayAndProfile', DAY_AND_PROFILE_DEFINITIONS),
  ...rows('synchronous', 'several', SEVERAL_DEFINITIONS),
  ...rows('synchronous', 'sequences', SEQUENCE_DEFINITIONS),
  ...rows('synchronous', 'counts', COUNTED_DEFINITIONS),
  ...rows('synchronous', 'absence', ABSENCE_DEFINITIONS),
  ...rows('synchronous', 'sums', SUM_DEFINITIONS),
  ...rows('synchronous', 'windows', WINDOW_DEFINITIONS),
  ...rows('synchronous', 'calendar', CALENDAR_DEFINITIONS),
  ...rows('synchronous', 'selections', SELECT_DEFINITIONS),
  ...rows('synchronous', 'nested', NESTED_DEFINITIONS),
  ...rows('synchronous', 'attributes', TREE_DEFINITIONS),
  ...rows('continuous', 'several', STREAMING_DEFINITIONS),
  ...rows('batch', 'sums', BATCH_DEFINITIONS),
];

/** The answer to `GET /segment/definitions`, newest first. */
export function definitionList() {
  const segments = ROWS.map(definition);
  return {
    segments,
    page: {
      totalCount: segments.length,
      totalPages: 1,
      sortField: 'creationTime',
      sort: 'desc',
      pageSize: segments.length,
      limit: 1000,
    },
    link: {},
  };
}

/** The synchronous definitions by kind: `[{ label, ids }]`. */
export function definitionGroups() {
  const edge = ROWS.filter((row) => row.evaluation === 'synchronous');
  return Object.entries(LABELS).map(([group, label]) => ({
    label,
    ids: edge.filter((row) => row.group === group).map((row) => idOf(row.key)),
  }));
}

function rows(evaluation, group, list) {
  return list.map((row) => ({ evaluation, group, ...row }));
}

function definition(row, index) {
  const creationTime = NOW_MS - 20 * DAY - index * 31 * HOUR;
  const updateTime = creationTime + (index % 5) * 3 * HOUR;
  return {
    id: idOf(row.key),
    schema: row.schema ?? { name: '_xdm.context.profile' },
    profileInstanceId: 'ups',
    imsOrgId: ORGANISATION,
    sandbox: { ...SANDBOX },
    name: row.name,
    description: row.description ?? '',
    expression: expression(row),
    ...mergePolicy(row),
    evaluationInfo: {
      batch: { enabled: row.evaluation === 'batch' },
      continuous: { enabled: row.evaluation === 'continuous' },
      synchronous: { enabled: row.evaluation === 'synchronous' },
    },
    ...governance(row),
    creationTime,
    baselineTime: seconds(updateTime),
    updateEpoch: seconds(updateTime),
    updateTime,
  };
}

/** Text, or a tree as text or object, under a label that may be wrong. */
function expression({ type = 'PQL', format = 'pql/text', value, tree, asObject = false }) {
  if (tree === undefined) return { type, format, value: value.replace(/\n {6}/g, '\n  ') };
  return { type, format, value: asObject ? tree : JSON.stringify(tree) };
}

function mergePolicy({ policy = 'edge' }) {
  return policy === 'absent' ? {} : { mergePolicyId: POLICIES[policy] };
}

function governance({ optOut = true }) {
  return optOut === 'absent' ? {} : { dataGovernancePolicy: { excludeOptOut: optOut } };
}

function seconds(ms) {
  return Math.floor(ms / 1000);
}
