// Memberships on their way to a page: `activation:pull` objects as the Edge Network answers.

/** What `qualify` found: plain members, and what is made of them. */
export class Qualification {
  #members;

  constructor({ members, ...told }) {
    Object.assign(this, told);
    this.#members = members;
  }

  activation({ id, alias, audiences, attributes } = {}) {
    named('id', id);
    named('alias', alias);
    if (!Array.isArray(audiences ?? [])) throw new TypeError('audiences must be an array of ids');
    const mapped = audiences && new Set(audiences);
    const members = this.#members.filter((member) => !mapped || mapped.has(member));
    const segments = members.map((member) => ({ id: member, namespace: 'ups' }));
    const payload = { type: 'profileLookup', destinationId: id, alias, segments };
    if (attributes === undefined || attributes === null) return payload;
    return { ...payload, attributes: values(attributes) };
  }
}

export function edgeResponse({ requestId, activations = [], eventIndex = 0, handles = [] } = {}) {
  if (typeof requestId !== 'string' || requestId === '') {
    throw new TypeError('requestId must be the id of the request');
  }
  if (!Array.isArray(activations) || !Array.isArray(handles)) {
    throw new TypeError('activations and handles must be arrays');
  }
  if (!Number.isSafeInteger(eventIndex) || eventIndex < 0) {
    throw new TypeError('eventIndex must be the place of an event, from 0');
  }
  const pull = { type: 'activation:pull', eventIndex, payload: activations };
  return { requestId, handle: [...handles, pull] };
}

function named(name, value) {
  if (typeof value === 'string' && value !== '') return;
  throw new TypeError(`a destination without \`${name}\``);
}

/** Destinations take single values; a missing one is left out. */
function values(attributes) {
  if (typeof attributes !== 'object' || Array.isArray(attributes)) {
    throw new TypeError('attributes must be an object of values by name');
  }
  const there = Object.entries(attributes).filter(([, value]) => (value ?? null) !== null);
  for (const [name, value] of there) {
    if (isSingle(value)) continue;
    const advice = 'destinations take text, numbers and Booleans';
    throw new TypeError(`the attribute \`${name}\` is ${kind(value)}: ${advice}`);
  }
  return Object.fromEntries(there.map(([name, value]) => [name, { value }]));
}

const isSingle = (value) => /^(string|boolean)$/.test(typeof value) || Number.isFinite(value);

function kind(value) {
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'number' ? 'no finite number' : `a ${typeof value}`;
}
