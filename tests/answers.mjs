// One small program that uses the whole package: every environment must give the same answers.

const NOW = '2026-11-23T12:00:00Z';
const SOURCE =
  'homeAddress.countryCode = "CA" and ' +
  'xEvent[eventType = "web.view" and timestamp occurs <= 7 days before now].count() > 1';

const profile = {
  homeAddress: { countryCode: 'CA' },
  xEvent: [
    { _id: '1', eventType: 'web.view', timestamp: '2026-11-22T12:00:00Z' },
    { _id: '2', eventType: 'web.view', timestamp: '2026-11-01T12:00:00Z' },
  ],
};
const event = { _id: '3', eventType: 'web.view', timestamp: NOW };
const definition = {
  id: 'viewers',
  expression: { type: 'PQL', format: 'pql/text', value: SOURCE },
  evaluationInfo: { synchronous: { enabled: true } },
};

export function answers({ AudienceSet, PqlError, Query, check, compile, format }) {
  const query = compile(SOURCE);
  const text = JSON.stringify(profile);
  const profiles = [profile, text, new TextEncoder().encode(text)];
  const audiences = AudienceSet.compile([definition]);
  const given = {
    before: profiles.map((one) => query.matches(one, { now: NOW })),
    after: profiles.map((one) => query.matches(one, { now: NOW, event })),
    loaded: Query.fromBytes(query.toBytes()).evaluate(profile, { now: new Date(NOW), event }),
    explained: query.explain(profile, { now: NOW }).matches,
    checked: check(SOURCE).ok,
    formatted: format(format(SOURCE)) === format(SOURCE),
    audiences: audiences.evaluate(profile, { now: NOW, event }),
    realized: audiences.qualify(profile, { now: NOW, event }).realized,
    error: mistake(compile, PqlError),
  };
  query.free();
  audiences.free();
  return given;
}

function mistake(compile, PqlError) {
  try {
    compile('homeAddress.countryCode = )');
    return 'none';
  } catch (error) {
    return error instanceof PqlError && error instanceof Error && error.diagnostics.length > 0;
  }
}

export const expected = {
  before: [false, false, false],
  after: [true, true, true],
  loaded: true,
  explained: false,
  checked: true,
  formatted: true,
  audiences: ['viewers'],
  realized: ['viewers'],
  error: true,
};
