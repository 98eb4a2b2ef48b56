// Hand-written JavaScript, made at run time: `new Function`, which Workers and strict pages forbid.

import { body } from '../languages/javascript.mjs';
import { onePredicateAtATime } from './objects.mjs';

export const open = () =>
  onePredicateAtATime((condition) => new Function('profile', body(condition)));
