// The neutral form as a filter of wirefilter, which has whole numbers and no end of a text.

const text = JSON.stringify;

const WRITERS = {
  all: ({ of }) => of.map(wirefilter).join(' && '),
  any: ({ of }) => `(${of.map(wirefilter).join(' || ')})`,
  '=': ({ path, value }) => `${path} == ${text(value)}`,
  '>=': ({ path, value }) => `${path} >= ${value}`,
  in: ({ path, values }) => `${path} in {${values.map(text).join(' ')}}`,
  endsWith: ({ path, value }) => `${path} matches ${text(`${value.replaceAll('.', '[.]')}$`)}`,
};

export const wirefilter = (condition) => WRITERS[condition.op](condition);
