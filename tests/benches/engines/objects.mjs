// What engines that take objects have in common: text is parsed first, bytes are decoded first.

const decoder = new TextDecoder();

/** The three ways in, for a function of an object. */
export const overObjects = (object) => ({
  object,
  text: (json) => object(JSON.parse(json)),
  bytes: (json) => object(JSON.parse(decoder.decode(json))),
});

/** An engine that makes a function `(profile) => boolean` of each predicate. */
export const onePredicateAtATime = (make) => ({
  one: (condition) => overObjects(make(condition)),
  set: (set) => {
    const tests = set.map(({ condition }) => make(condition));
    const ids = set.map(({ id }) => id);
    return overObjects((profile) => {
      const found = [];
      for (let i = 0; i < tests.length; i += 1) if (tests[i](profile)) found.push(ids[i]);
      return found;
    });
  },
});
