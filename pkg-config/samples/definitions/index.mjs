// All sample definitions, in the shape in which a list of segment definitions is answered.

import { DAY, HOUR, NOW_MS } from '../clock.mjs';
import { uuid } from '../prng.mjs';
import { EVENT_DEFINITIONS } from './events.mjs';
import { idOf } from './ids.mjs';
import { JOURNEY_DEFINITIONS } from './journey.mjs';
import { PROFILE_DEFINITIONS } from './profile.mjs';
import { BATCH_DEFINITIONS, STREAMING_DEFINITIONS } from './slower.mjs';

const ORGANISATION = 'ACE0ACE0ACE0ACE0ACE0ACE0@AdobeOrg';
const SANDBOX = {
  sandboxId: uuid('sandbox:samples'),
  sandboxName: 'samples',
  type: 'development',
  default: false,
};
const MERGE_POLICY = uuid('merge-policy:active-on-edge');

/** The answer to `GET /segment/definitions`, newest first. */
export function definitionList() {
  const rows = [
    ...standard('synchronous', [
      ...PROFILE_DEFINITIONS, ...JOURNEY_DEFINITIONS, ...EVENT_DEFINITIONS,
    ]),
    ...standard('continuous', STREAMING_DEFINITIONS),
    ...standard('batch', BATCH_DEFINITIONS),
  ];
  const segments = rows.map(definition);
  return {
    segments,
    page: {
      totalCount: segments.length,
      totalPages: 1,
      sortField: 'creationTime',
      sort: 'desc',
      pageSize: segments.length,
      limit: 100,
    },
    link: {},
  };
}

/** The rows with their way of evaluation, where they do not name one themselves. */
function standard(evaluation, rows) {
  return rows.map((row) => ({ evaluation, ...row }));
}

function definition(row, index) {
  const creationTime = NOW_MS - 20 * DAY - index * 31 * HOUR;
  const updateTime = creationTime + (index % 5) * 3 * HOUR;
  return {
    id: idOf(row.key),
    schema: { name: '_xdm.context.profile' },
    profileInstanceId: 'ups',
    imsOrgId: ORGANISATION,
    sandbox: { ...SANDBOX },
    name: row.name,
    description: row.description ?? '',
    expression: { type: 'PQL', format: 'pql/text', value: row.value.replace(/\n {6}/g, '\n  ') },
    mergePolicyId: MERGE_POLICY,
    evaluationInfo: {
      batch: { enabled: row.evaluation === 'batch' },
      continuous: { enabled: row.evaluation === 'continuous' },
      synchronous: { enabled: row.evaluation === 'synchronous' },
    },
    dataGovernancePolicy: { excludeOptOut: true },
    creationTime,
    baselineTime: seconds(updateTime),
    updateEpoch: seconds(updateTime),
    updateTime,
  };
}

function seconds(ms) {
  return Math.floor(ms / 1000);
}
