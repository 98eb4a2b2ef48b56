// The smaller entry `pql-edge/runtime`, with what the whole one compiled.

import { definitions, pql } from '../languages/pql.mjs';
import { asked } from './ours.mjs';

const SETTINGS = { evaluation: 'any', onError: 'throw' };

export async function open({ now }) {
  const { AudienceSet: Compiler, compile } = await import('../../../pkg/node.js');
  const { AudienceSet, Query } = await import('../../../pkg/runtime-node.js');
  const loaded = (list) => AudienceSet.fromBytes(Compiler.compile(list, SETTINGS).toBytes());
  return {
    one: (condition) => asked(Query.fromBytes(compile(pql(condition)).toBytes()), 'matches', now),
    set: (set) => asked(loaded(definitions(set)), 'evaluate', now),
    definitions: (list) => asked(loaded(list), 'evaluate', now),
  };
}
