// @marcbachmann/cel-js, expressions parsed once.

import { Environment } from '@marcbachmann/cel-js';

import { cel } from '../languages/cel.mjs';
import { onePredicateAtATime } from './objects.mjs';

export function open() {
  const environment = new Environment({ limits: { maxAstNodes: 100_000 } });
  environment.registerVariable('p', 'map');
  return onePredicateAtATime((condition) => {
    const evaluate = environment.parse(cel(condition));
    return (profile) => evaluate({ p: profile });
  });
}
