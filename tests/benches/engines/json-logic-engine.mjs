// json-logic-engine with rules compiled by `new Function`.

import { LogicEngine } from 'json-logic-engine';

import { jsonLogic } from '../languages/json-logic.mjs';
import { onePredicateAtATime } from './objects.mjs';

export function open() {
  const engine = new LogicEngine();
  return onePredicateAtATime((condition) => engine.build(jsonLogic(condition)));
}
