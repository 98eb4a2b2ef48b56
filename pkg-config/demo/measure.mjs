// Compiles the sample definitions, evaluates profiles and measures how long that takes.

const SETTLE_MS = 400;
const WARM_UP_MS = 4;
const ROUND_MS = 6;
const ROUNDS = 3;
const ALL_MS = 1500;

/** Everything compiled once: the set, and one query for each definition in it. */
export function prepare({ AudienceSet, compile, convert }, { definitions, now }) {
  const started = performance.now();
  const set = AudienceSet.compile(definitions, { evaluation: 'synchronous', onError: 'skip' });
  const compileMs = performance.now() - started;
  const included = new Set(set.ids);
  const queries = definitions
    .filter((definition) => included.has(definition.id))
    .map((definition) => ({ definition, query: compile(definition) }));
  return {
    compile,
    compileMs,
    now,
    queries,
    set,
    skipped: set.skipped,
    sourceOf: (definition) => (isTree(definition) ? convert(definition).value
      : definition.expression.value),
    free: () => {
      for (const { query } of queries) query.free();
      set.free();
    },
  };
}

/** Whether the expression is a `pql/json` tree, whatever its label says. */
function isTree({ expression: { value } }) {
  return typeof value === 'object' || value.trimStart().startsWith('{');
}

/** One profile against all definitions: what it is in, what changed, how long each one takes. */
export function evaluateOne({ now, queries, set }, { bytes }) {
  const qualification = set.qualify(bytes, { now });
  const members = new Set(set.evaluate(bytes, { now }));
  // What a query alone needs to know of the other audiences is this run's outcome.
  const context = { now, segmentMembership: qualification.segmentMembership };
  // The host compiles the module again, better, while it runs: the first rows must not pay for it.
  repeat(() => queries.forEach(({ query }) => query.matches(bytes, context)), SETTLE_MS);
  const rows = queries.map(({ definition, query }) => ({
    definition,
    qualified: members.has(definition.id),
    status: statusOf(qualification, definition.id),
    ns: nanoseconds(() => query.matches(bytes, context)),
  }));
  const setNs = nanoseconds(() => set.evaluate(bytes, { now }));
  return { context, qualification, rows, setNs };
}

/** Every profile against the whole set, over and over for a fixed time. */
export function evaluateAll({ now, set }, people) {
  const pass = () => people.reduce((sum, one) => sum + set.evaluate(one.bytes, { now }).length, 0);
  const memberships = pass();
  const started = performance.now();
  let passes = 0;
  while (performance.now() - started < ALL_MS) {
    pass();
    passes += 1;
  }
  const seconds = (performance.now() - started) / 1000;
  return { memberships, profilesPerSecond: (passes * people.length) / seconds };
}

function statusOf({ realized, existing, exited }, id) {
  if (realized.includes(id)) return 'realized';
  if (existing.includes(id)) return 'existing';
  return exited.includes(id) ? 'exited' : 'none';
}

/** The median round of a warmed loop, in nanoseconds for one call. */
function nanoseconds(call) {
  const calls = Math.max(1, repeat(call, WARM_UP_MS).calls);
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const { calls: done, ms } = repeat(call, ROUND_MS, Math.ceil(calls / 8));
    rounds.push((ms * 1e6) / done);
  }
  return rounds.sort((a, b) => a - b)[ROUNDS >> 1];
}

/** Calls for about `forMs`, looking at the clock only after each `batch`. */
function repeat(call, forMs, batch = 16) {
  const started = performance.now();
  let calls = 0;
  let ms = 0;
  while (ms < forMs) {
    for (let i = 0; i < batch; i += 1) call();
    calls += batch;
    ms = performance.now() - started;
  }
  return { calls, ms };
}
