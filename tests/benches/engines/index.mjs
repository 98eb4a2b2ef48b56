// The engines: what they are called, where they may run, how much of the work they can do.

const all = () => true;
const groups = (...names) => ({ group }) => names.includes(group);

/** Sets up to `size`; larger ones would take longer than the whole run. */
const upTo = (size) => ({ id }) => !(/^(set|equal)/.test(id) && Number(id.split('-').pop()) > size);
const both = (one, other) => (found) => one(found) && other(found);

const PREDICATES = groups('simple', 'medium', 'heavy', 'set', 'equal-hits');
const WITHOUT_EVENTS = groups('simple', 'medium', 'set', 'equal-hits');
/** Those that may be among the best take part in the growth by events and by profile too. */
const GROWTH_TOO = groups('simple', 'medium', 'heavy', 'set', 'equal-hits', 'events', 'size');

const native = (name, title, does) => ({
  id: `native-${name}`, title, native: name, ours: name === 'ours', worker: false, does,
});

/**
 * `ours`: of this package; `worker`: may run where code from text is forbidden; `native`: its name
 * in the native program; `does`: whether it takes part in a workload.
 */
export const ENGINES = [
  { id: 'ours', title: 'pql-edge (wasm)', ours: true, worker: true, does: all },
  { id: 'ours-runtime', title: 'pql-edge/runtime (wasm)', ours: true, worker: true, does: all },
  { id: 'closures', title: 'hand-written JS, closures', worker: true, does: GROWTH_TOO },
  { id: 'generated', title: 'hand-written JS, generated', worker: false, does: GROWTH_TOO },
  {
    id: 'json-logic-engine', title: 'json-logic-engine, compiled', worker: false,
    does: both(GROWTH_TOO, upTo(10_000)),
  },
  {
    id: 'json-logic-engine-interpreted', title: 'json-logic-engine, interpreted', worker: true,
    does: both(GROWTH_TOO, upTo(10_000)),
  },
  {
    id: 'json-logic-js', title: 'json-logic-js', worker: true,
    does: both(GROWTH_TOO, upTo(10_000)),
  },
  {
    id: 'cel-js', title: '@marcbachmann/cel-js', worker: true,
    does: both(PREDICATES, upTo(10_000)),
  },
  {
    id: 'growthbook', title: 'growthbook evalCondition', worker: true,
    does: both(WITHOUT_EVENTS, upTo(10_000)),
  },
  { id: 'filtrex', title: 'filtrex', worker: false, does: both(WITHOUT_EVENTS, upTo(10_000)) },
  { id: 'zen', title: 'zen-engine-wasm', worker: true, does: both(PREDICATES, upTo(1_000)) },
  { id: 'cedar', title: 'cedar-wasm', worker: true, does: both(WITHOUT_EVENTS, upTo(10_000)) },
  native('ours', 'pql-edge (native)', () => true),
  native('flat', 'native: flat loop, no index (the limit)', groups('medium', 'set', 'equal-hits')),
  native('wirefilter', 'native: wirefilter', groups('medium', 'set', 'equal-hits')),
  native('cel', 'native: cel', both(PREDICATES, upTo(10_000))),
];
