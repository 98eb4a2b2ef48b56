// json-logic-engine's interpreter, which remembers how it went through a rule.

import { LogicEngine } from 'json-logic-engine';

import { jsonLogic } from '../languages/json-logic.mjs';
import { onePredicateAtATime } from './objects.mjs';

export function open() {
  const engine = new LogicEngine();
  return onePredicateAtATime((condition) => {
    const rule = jsonLogic(condition);
    return (profile) => engine.run(rule, profile);
  });
}
