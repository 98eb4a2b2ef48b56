// A thread of `qualify`: chunks of profiles in, chunks of answers out.

import { parentPort, workerData } from 'node:worker_threads';

import { AudienceSet, Query } from '../../runtime-node.js';
import { answer } from './lines.js';

const { set, id, now, keepGoing } = workerData;
const task = { audiences: AudienceSet.fromBytes(set), id: Query.fromBytes(id), now, keepGoing };

parentPort.on('message', (chunk) => {
  const answered = answer(chunk, task);
  parentPort.postMessage(answered, [answered.output.buffer]);
});
