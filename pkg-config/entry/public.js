// What the entries of the whole package give that load the module themselves: all but the loading.

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
} from './api.js';
