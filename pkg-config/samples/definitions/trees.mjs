// Definitions whose expression is a `pql/json` tree, or whose label and content disagree.

import { idOf } from './ids.mjs';
import { once, typed } from './parts.mjs';

const literal = (literalType, value) => ({ nodeType: 'literal', literalType, value });
const text = (value) => literal('String', value);
const root = { nodeType: 'parameterReference', position: 1 };
const item = { nodeType: 'varRef', varName: '_1' };
const apply = (fnName, ...params) => ({ nodeType: 'fnApply', fnName, params });
const lambda = (body) => ({ nodeType: 'lambda', varNames: ['_1'], body });

/** The field at a dotted path of an object. */
function path(names, object = root) {
  return names.split('.').reduce(
    (inner, fieldName) => ({ nodeType: 'fieldLookup', fieldName, object: inner }), object);
}

/** `<= count units before now`, or after a step. */
function window(comparison, count, unit, relation, timeinterval) {
  return {
    nodeType: 'occurs',
    relation: literal('TimeDirection', relation),
    timeinterval,
    qualification: {
      nodeType: 'timeQualification',
      comparison: literal('Comparison', comparison),
      duration: {
        nodeType: 'duration',
        count: literal('Integer', count),
        unit: literal('TimeUnit', unit),
      },
    },
  };
}

const LAST_DAY = window('<=', 24, 'hour', 'before', literal('Timestamp', 'now'));

function chain(...elements) {
  return {
    nodeType: 'chain',
    array: path('xEvent'),
    timestampField: lambda(path('timestamp', item)),
    elements: elements.map((one, index) => ({ name: `C${index}`, ...one })),
  };
}

function ofType(eventType) {
  const wanted = [path('eventType', item), text(eventType), literal('Boolean', false)];
  return lambda(apply('equals', ...wanted));
}

export const TREE_DEFINITIONS = [
  {
    key: 'tree-country',
    group: 'attributes',
    name: 'Lives in Great Britain or Australia',
    tree: apply('in', path('homeAddress.countryCode'), literal('List', ['GB', 'AU'])),
    format: 'pql/json',
  },
  {
    key: 'tree-checkout',
    group: 'several',
    name: 'Checkout and app launch, last 24 hours',
    description: 'The tree itself instead of its text.',
    tree: apply('and', chain({ what: ofType('commerce.checkouts'), when: LAST_DAY }),
      chain({ what: lambda(path('application.isLaunch', item)), when: LAST_DAY })),
    format: 'pql/json',
    asObject: true,
  },
  {
    key: 'tree-labelled-text',
    group: 'attributes',
    name: 'Members with 1,000 points or more',
    description: 'A tree that is labelled as text.',
    tree: apply('>=', path('loyalty.points'), literal('Integer', 1000)),
    format: 'pql/text',
    optOut: false,
  },
  {
    key: 'text-labelled-tree',
    group: 'day',
    name: 'Logged in, last 24 hours',
    description: 'Text that is labelled as a tree.',
    value: once(typed('userAccount.login')),
    format: 'pql/json',
  },
  {
    key: 'tree-nested',
    group: 'nested',
    name: 'West Coast or German-speaking',
    tree: apply('or', apply('inSegment', text(idOf('west-coast'))),
      apply('inSegment', text(idOf('german-speaking')))),
    format: 'pql/json',
    type: 'pql',
  },
  {
    key: 'tree-sequence',
    group: 'sequences',
    name: 'Two views, then the cart within three hours',
    tree: chain(
      { what: ofType('commerce.productViews'), when: LAST_DAY,
        count: { comparison: '>=', value: 2 } },
      { what: ofType('commerce.productListAdds'),
        when: window('<=', 3, 'hour', 'after', { nodeType: 'varRef', varName: 'C0' }) }),
    format: 'pql/json',
  },
  {
    key: 'tree-coupons',
    group: 'attributes',
    name: 'Vouchers of 150 or more together',
    tree: apply('>=', apply('sum', path('_acme.vouchers')), literal('Integer', 150)),
    format: 'pql/json',
    asObject: true,
    policy: 'absent',
  },
];
