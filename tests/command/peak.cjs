// Loaded before the command: writes how much memory it took at most, in bytes.
'use strict';

const { writeFileSync } = require('node:fs');
const { isMainThread } = require('node:worker_threads');

if (isMainThread) {
  process.on('exit', () => {
    writeFileSync(process.env.PQL_PEAK, String(process.resourceUsage().maxRSS * 1024));
  });
}
