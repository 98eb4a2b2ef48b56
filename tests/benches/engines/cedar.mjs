// Cedar's policies in wasm, parsed once; all that are satisfied come out of one call.

import * as cedar from '@cedar-policy/cedar-wasm/nodejs';

import { overObjects } from './objects.mjs';

const text = JSON.stringify;

const WRITERS = {
  all: ({ of }) => of.map(expression).join(' && '),
  any: ({ of }) => `(${of.map(expression).join(' || ')})`,
  '=': ({ path, value }) => `context.${path} == ${text(value)}`,
  '>=': ({ path, value }) => `context.${path} >= ${value}`,
  '>': ({ path, value }) => `context.${path} > ${value}`,
  in: ({ path, values }) => `${text(values)}.contains(context.${path})`,
  endsWith: ({ path, value }) => `context.${path} like ${text(`*${value}`)}`,
};

const expression = (condition) => WRITERS[condition.op](condition);
const policy = (condition) =>
  `permit(principal, action, resource) when { ${expression(condition)} };`;

/** It has whole numbers only; the workloads compare no others. */
export const adapt = (profile) =>
  JSON.parse(JSON.stringify(profile), (name, value) =>
    typeof value === 'number' ? Math.round(value) : value,
  );

export const open = () => ({
  one: (condition) => {
    const ask = asking({ only: policy(condition) });
    return overObjects((profile) => ask(profile).length > 0);
  },
  set: (list) => {
    const order = new Map(list.map(({ id }, index) => [id, index]));
    const policies = list.map(({ id, condition }) => [id, policy(condition)]);
    const ask = asking(Object.fromEntries(policies));
    return overObjects((profile) => ask(profile).sort((a, b) => order.get(a) - order.get(b)));
  },
});

function asking(staticPolicies) {
  const { type, errors } = cedar.preparsePolicySet('policies', { staticPolicies });
  if (type !== 'success') throw new Error(errors[0].message);
  const who = { type: 'User', id: 'one' };
  const call = { principal: who, action: { type: 'Action', id: 'enter' }, resource: who };
  return (context) => {
    const rest = { context, preparsedPolicySetId: 'policies', entities: [] };
    const answer = cedar.statefulIsAuthorized({ ...call, ...rest });
    if (answer.type !== 'success') throw new Error(answer.errors[0].message);
    return answer.response.diagnostics.reason;
  };
}
