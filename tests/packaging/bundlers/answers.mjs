// What every project must say about the visitor: that it loads means nothing, that it decides does.

const decided = (error) => ({ matches: true, audiences: ['gold', 'gold-canada'], error });

/** The whole package refuses a rule with its code, the runtime bytes with theirs. */
const whole = decided('P0108');
const runtime = decided('P0601');
const ANSWERS = { whole, runtime, slim: whole, runtimeSlim: runtime, worker: { whole, runtime } };

/** The answers of these parts of a project. */
export const answersOf = (parts) =>
  Object.fromEntries(parts.map((part) => [part, ANSWERS[part]]));
