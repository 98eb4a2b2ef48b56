// Entry of the runtime that loads nothing, for require: call initSync or init once.
'use strict';

module.exports = require('./runtime-core.cjs');
