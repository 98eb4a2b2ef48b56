// Entry of the runtime for Node: reads the module from the package's folder, ready on require.
'use strict';

const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const core = require('./runtime-core.cjs');

core.initSync(bytes());

/** What some bundlers make of this file is moved away from that folder, but has the other inside. */
function bytes() {
  try {
    return readFileSync(join(__dirname, 'runtime.wasm'));
  } catch {
    return Buffer.from(require('./runtime-bytes.js').default, 'base64');
  }
}

exports.AudienceSet = core.AudienceSet;
exports.PqlError = core.PqlError;
exports.Query = core.Query;
exports.edgeResponse = core.edgeResponse;
