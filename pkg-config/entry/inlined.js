// Entry for browsers and bundlers: the module travels inside the JavaScript, ready on import.

import { initSync } from './api.js';
import bytes from './bytes.js';

initSync(decode(bytes));

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

function decode(base64) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
  const text = atob(base64);
  const decoded = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) decoded[at] = text.charCodeAt(at);
  return decoded;
}
