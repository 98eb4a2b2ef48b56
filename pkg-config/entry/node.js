// Entry for Node's import: the instance that require gives, so that both share their classes.

export {
  AudienceSet,
  PqlError,
  Query,
  Schema,
  check,
  compile,
  consentPredicate,
  convert,
  edgeResponse,
  format,
  loadSchema,
} from './node.cjs';
