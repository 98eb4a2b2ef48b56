// Entry of the runtime for Node's import: the instance that require gives.

export { AudienceSet, PqlError, Query, edgeResponse } from './runtime-node.cjs';
