// The neutral form as PQL text.

const WRITERS = {
  all: ({ of }) => of.map(grouped).join(' and '),
  any: ({ of }) => of.map(grouped).join(' or '),
  '=': ({ path, value }) => `${path} = ${JSON.stringify(value)}`,
  '>=': ({ path, value }) => `${path} >= ${value}`,
  '>': ({ path, value }) => `${path} > ${value}`,
  in: ({ path, values }) => `${path} in ${JSON.stringify(values)}`,
  endsWith: ({ path, value }) => `${path}.endsWith(${JSON.stringify(value)})`,
  within: ({ path, days }) => `${path} occurs <= ${days} days before now`,
  events: ({ where, count }) =>
    count === 1 ? `xEvent.exists(${pql(where)})` : `xEvent[${pql(where)}].count() >= ${count}`,
};

export const pql = (condition) => WRITERS[condition.op](condition);

const grouped = (one) => (one.op === 'all' || one.op === 'any' ? `(${pql(one)})` : pql(one));

/** The set as the Segmentation API would return it. */
export const definitions = (set) =>
  set.map(({ id, condition, source }) => ({
    id,
    name: id,
    expression: { type: 'PQL', format: 'pql/text', value: source ?? pql(condition) },
    evaluationInfo: { synchronous: { enabled: true } },
  }));
