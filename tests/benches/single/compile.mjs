// Compiles a set in a fresh process: how long it takes, and the memory of the module afterwards.

import { peak } from './memories.mjs';

const { AudienceSet } = await import('../../../pkg/node.js');
const { definitions } = await import('../languages/pql.mjs');
const { makeSet } = await import('../workloads/sets.mjs');

const list = definitions(makeSet(Number(process.argv[2])));
const started = performance.now();
const set = AudienceSet.compile(list, { evaluation: 'any', onError: 'throw' });
const ms = performance.now() - started;
const bytes = set.toBytes().length;
process.stdout.write(JSON.stringify({ ms, memory: peak(), bytes }));
