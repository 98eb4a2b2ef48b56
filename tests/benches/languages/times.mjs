// Times for languages that compare them as text: right as long as all are UTC in one notation.

import { DAY, NOW } from '../workloads/constants.mjs';

/** The earliest time of a window, as the events write theirs. */
export const cutoff = (days) => new Date(NOW - days * DAY).toISOString();
