// Entry for Node: reads the module from the package's folder, ready on require.
'use strict';

const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const core = require('./core.cjs');

core.initSync(bytes());

/** What some bundlers make of this file is moved away from that folder, but has the other inside. */
function bytes() {
  try {
    return readFileSync(join(__dirname, 'pql.wasm'));
  } catch {
    return Buffer.from(require('./pql-bytes.js').default, 'base64');
  }
}

exports.AudienceSet = core.AudienceSet;
exports.PqlError = core.PqlError;
exports.Query = core.Query;
exports.Schema = core.Schema;
exports.check = core.check;
exports.compile = core.compile;
exports.consentPredicate = core.consentPredicate;
exports.convert = core.convert;
exports.edgeResponse = core.edgeResponse;
exports.format = core.format;
exports.loadSchema = core.loadSchema;
