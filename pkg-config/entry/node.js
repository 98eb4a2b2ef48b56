// Entry for Node's import: the instance that require gives, so that both share their classes.

export { AudienceSet, PqlError, Query, check, compile, convert, format } from './node.cjs';
