// json-logic-js, the interpreter that most people use.

import jsonLogicJs from 'json-logic-js';

import { jsonLogic } from '../languages/json-logic.mjs';
import { onePredicateAtATime } from './objects.mjs';

export const open = () =>
  onePredicateAtATime((condition) => {
    const rule = jsonLogic(condition);
    return (profile) => jsonLogicJs.apply(rule, profile);
  });
