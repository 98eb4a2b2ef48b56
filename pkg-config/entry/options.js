// Options on their way in: a name that is spelled wrongly must not be taken for one that is missing.

const TEXT = 'text';
const NUMBER = 'a number';
const BOOLEAN = 'a Boolean';
const ARRAY = 'an array';
/** Others look at its value. */
const ANY = '';

const SOURCE = {
  strict: BOOLEAN,
  schema: ANY,
  limits: { source: NUMBER, depth: NUMBER, fuel: NUMBER, result: NUMBER },
};

/** What each function takes: the kind of a value, or what there is inside of it. */
export const OPTIONS = {
  compile: SOURCE,
  check: { ...SOURCE, rules: TEXT },
  format: { width: NUMBER },
  consentPredicate: { strict: BOOLEAN },
  set: {
    ...SOURCE,
    evaluation: TEXT,
    onError: TEXT,
    membership: { statuses: TEXT, keepExited: ANY },
    consent: { optOut: TEXT, purposes: ARRAY, strict: BOOLEAN },
  },
  eligibility: { rules: TEXT, mergePolicies: ARRAY, batchFields: ARRAY },
};

/** One object may be meant for several functions: what another one takes is no mistake. */
const ELSEWHERE = new Set(Object.values(OPTIONS).flatMap(Object.keys));

/** The options that are given; what is undefined or null is not, unless null means something. */
export function chosen(given, kinds, path = '') {
  if (given === undefined || given === null) return undefined;
  if (kind(given) !== 'an object') throw wrong(path || 'options', 'an object');
  const known = Object.keys(kinds);
  const all = {};
  for (const name of Object.keys(given)) {
    if (!known.includes(name)) {
      if (path === '' && ELSEWHERE.has(name)) continue;
      throw new TypeError(`there is no option \`${path}${name}\`: there are ${known.join(', ')}`);
    }
    const value = given[name];
    const expected = kinds[name];
    if (expected === ANY) {
      if (value !== undefined) all[name] = value;
    } else if (typeof expected === 'object') {
      all[name] = chosen(value, expected, `${path}${name}.`);
    } else if (value !== undefined && value !== null) {
      if (kind(value) !== expected) throw wrong(path + name, expected);
      all[name] = value;
    }
  }
  return all;
}

const wrong = (name, expected) => new TypeError(`${name.replace(/\.$/, '')} must be ${expected}`);

function kind(value) {
  if (Array.isArray(value)) return ARRAY;
  const kinds = { string: TEXT, number: NUMBER, boolean: BOOLEAN, object: 'an object' };
  return kinds[typeof value];
}
