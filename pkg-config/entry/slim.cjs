// Entry that loads nothing, for require: call initSync or init once, before anything else.
'use strict';

module.exports = require('./core.cjs');
