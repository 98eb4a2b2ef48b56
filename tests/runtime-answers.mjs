// One small program of the runtime: every environment must give the same answers from its bytes.

const NOW = '2026-11-23T12:00:00Z';

const definition = (id, value) => ({
  id,
  expression: { type: 'PQL', format: 'pql/text', value },
  evaluationInfo: { synchronous: { enabled: true } },
});
const definitions = [
  definition('canada', 'homeAddress.countryCode = "CA"'),
  definition('viewers', 'xEvent[timestamp occurs <= 7 days before now].count() > 1'),
  definition('both', 'inSegment("canada") and inSegment("viewers")'),
];

/** What is made where there is a compiler: `{ query, set }`, as arrays of bytes. */
export function artifacts({ AudienceSet, compile }) {
  const query = compile('homeAddress.countryCode').toBytes();
  const set = AudienceSet.compile(definitions).toBytes();
  return { query: [...query], set: [...set] };
}

const profile = {
  homeAddress: { countryCode: 'CA', city: 'Montréal 🍁' },
  xEvent: [
    { timestamp: '2026-11-22T12:00:00Z', value: 3 },
    { timestamp: '2026-10-01T12:00:00Z', value: 4 },
  ],
};
const event = { timestamp: NOW };

/** What is done where there is none. */
export function answers({ AudienceSet, PqlError, Query }, artifacts) {
  const query = Query.fromBytes(Uint8Array.from(artifacts.query));
  const set = AudienceSet.fromBytes(Uint8Array.from(artifacts.set));
  const text = JSON.stringify(profile);
  const profiles = [profile, text, new TextEncoder().encode(text)];
  const qualification = set.qualify(profile, { now: NOW, event });
  const given = {
    value: query.evaluate(profile),
    matches: query.matches(text),
    ids: set.ids,
    before: profiles.map((one) => set.evaluate(one, { now: NOW })),
    after: profiles.map((one) => set.evaluate(one, { now: NOW, event })),
    realized: qualification.realized,
    status: qualification.segmentMembership.ups.both.status,
    explained: set.explain('both', profile, { now: NOW }).audiences.map(({ member }) => member),
    lookback: set.lookback.milliseconds,
    retained: set.retain(profile.xEvent, NOW),
    errors: mistakes({ AudienceSet, PqlError, Query, set }, artifacts),
  };
  query.free();
  set.free();
  return given;
}

function mistakes({ AudienceSet, PqlError, Query, set }, artifacts) {
  const wrong = [
    () => Query.fromBytes(Uint8Array.from(artifacts.set)),
    () => AudienceSet.fromBytes(Uint8Array.from(artifacts.set.slice(0, -1))),
    () => set.evaluate('{"a":'),
    () => set.explain('nobody', {}),
  ];
  return wrong.map((run) => {
    try {
      run();
      return 'none';
    } catch (error) {
      return error instanceof PqlError && error.diagnostics[0].code;
    }
  });
}

export const expected = {
  value: 'CA',
  matches: true,
  ids: ['canada', 'viewers', 'both'],
  before: [['canada'], ['canada'], ['canada']],
  after: Array(3).fill(['canada', 'viewers', 'both']),
  realized: ['canada', 'viewers', 'both'],
  status: 'realized',
  explained: [true, false],
  lookback: 7 * 24 * 60 * 60 * 1000,
  retained: [{ timestamp: '2026-11-22T12:00:00Z' }],
  errors: ['P0601', 'P0601', 'P0501', 'P0703'],
};
