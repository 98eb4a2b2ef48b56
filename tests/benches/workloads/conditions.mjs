// The neutral form of a predicate, which every language is translated from.

/** Both sides hold; conditions are tried in their order. */
export const all = (...of) => ({ op: 'all', of });
export const any = (...of) => ({ op: 'any', of });

/** `path` is dotted, from the profile or, inside `events`, from the event. */
export const equal = (path, value) => ({ op: '=', path, value });
export const atLeast = (path, value) => ({ op: '>=', path, value });
export const above = (path, value) => ({ op: '>', path, value });
export const oneOf = (path, values) => ({ op: 'in', path, values });
export const endsWith = (path, value) => ({ op: 'endsWith', path, value });

/** At least `count` of the events satisfy `where`. */
export const events = (count, where) => ({ op: 'events', count, where });

/** The event happened in the last `days` days before the time of the evaluation. */
export const within = (days) => ({ op: 'within', path: 'timestamp', days });
