// A service in Node that requires the package, its runtime, and the slim entries of both.

const { readFileSync } = require('node:fs');

const pql = require('pql-edge');
const runtime = require('pql-edge/runtime');
const slim = require('pql-edge/slim');
const runtimeSlim = require('pql-edge/runtime/slim');

slim.initSync(readFileSync(require.resolve('pql-edge/pql.wasm')));
runtimeSlim.initSync(readFileSync(require.resolve('pql-edge/runtime.wasm')));

const visitor = { homeAddress: { countryCode: 'CA' }, loyalty: { points: 1200 } };
const definition = (id, value) => ({
  id,
  expression: { type: 'PQL', format: 'pql/text', value },
  evaluationInfo: { synchronous: { enabled: true } },
});
const audiences = pql.AudienceSet.compile([
  definition('gold', 'loyalty.points >= 1000'),
  definition('gold-canada', 'inSegment("gold") and homeAddress.countryCode = "CA"'),
  definition('newcomers', 'loyalty.points < 10'),
]).toBytes();
const canadian = pql.compile('homeAddress.countryCode = "CA"').toBytes();

function decide({ AudienceSet, Query, PqlError }, mistake) {
  try {
    mistake();
  } catch (error) {
    if (!(error instanceof PqlError)) throw error;
    return {
      matches: Query.fromBytes(canadian).matches(visitor),
      audiences: AudienceSet.fromBytes(audiences).evaluate(visitor),
      error: error.diagnostics[0].code,
    };
  }
}

console.log(
  JSON.stringify({
    whole: decide(pql, () => pql.compile('homeAddress.countryCode = )')),
    runtime: decide(runtime, () => runtime.AudienceSet.fromBytes(audiences.slice(1))),
    slim: decide(slim, () => slim.compile('homeAddress.countryCode = )')),
    runtimeSlim: decide(runtimeSlim, () => runtimeSlim.Query.fromBytes(audiences.slice(1))),
  }),
);
