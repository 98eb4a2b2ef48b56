// The neutral form as a condition in the manner of MongoDB, as GrowthBook has it.

const WRITERS = {
  all: ({ of }) => ({ $and: of.map(mongo) }),
  any: ({ of }) => ({ $or: of.map(mongo) }),
  '=': ({ path, value }) => ({ [path]: value }),
  '>=': ({ path, value }) => ({ [path]: { $gte: value } }),
  '>': ({ path, value }) => ({ [path]: { $gt: value } }),
  in: ({ path, values }) => ({ [path]: { $in: values } }),
  endsWith: ({ path, value }) => ({ [path]: { $regex: `${value.replaceAll('.', '\\.')}$` } }),
};

export const mongo = (condition) => WRITERS[condition.op](condition);
