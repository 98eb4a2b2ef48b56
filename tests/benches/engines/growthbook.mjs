// GrowthBook's evaluation of targeting conditions; events cannot be counted in it.

import { evalCondition } from '@growthbook/growthbook';

import { mongo } from '../languages/mongo.mjs';
import { onePredicateAtATime } from './objects.mjs';

export const open = () =>
  onePredicateAtATime((condition) => {
    const rule = mongo(condition);
    return (profile) => evalCondition(profile, rule);
  });
