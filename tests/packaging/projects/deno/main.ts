// A program for Deno, with the package from node_modules.

import { type AudienceSet, type Profile, compile } from 'pql-edge';
import type { Query } from 'pql-edge/runtime';

import { decide } from './decide.js';
import { decide as decideDeployed } from './deployed.js';
import visitor from './visitor.js';

const profile: Profile = visitor;
export type Loaded = AudienceSet | Query;
const result: unknown = compile('loyalty.points > 1').evaluate(profile);
if (result !== true) throw new Error('the types are those of another package');

console.log(JSON.stringify({ whole: decide(visitor), runtime: decideDeployed(visitor) }));
