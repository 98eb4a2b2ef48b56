// Entry of the runtime for Node: reads the module from the package's folder, ready on require.
'use strict';

const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const core = require('./runtime-core.cjs');

core.initSync(readFileSync(join(__dirname, 'runtime.wasm')));

exports.AudienceSet = core.AudienceSet;
exports.PqlError = core.PqlError;
exports.Query = core.Query;
exports.edgeResponse = core.edgeResponse;
