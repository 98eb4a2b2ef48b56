// Parts that many definitions share: windows, chains of steps, tests of an event's type.

export const DAY = '<= 24 hours before now';

/** The test that the builder writes for an event's type. */
export function typed(eventType) {
  return `eventType.equals("${eventType}", false)`;
}

/** A sequence of steps; a step is `[what, clauses]`, its label is its number. */
export function steps(...rows) {
  const texts = rows.map(([what, clauses], index) => step(`C${index}`, what, clauses));
  return `CHAIN(xEvent, timestamp, [\n      ${texts.join(',\n      ')}])`;
}

/** One event in a window, by default the last day. */
export function once(what, window = DAY) {
  return steps([what, `WHEN(${window})`]);
}

function step(label, what, clauses) {
  const written = what.startsWith('NOT ') ? `NOT WHAT(${what.slice(4)})` : `WHAT(${what})`;
  return [`${label}: ${written}`, clauses].filter(Boolean).join(' ');
}
