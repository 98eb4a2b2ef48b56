// The engines: what they are called, where they may run, how much of the work they can do.

const all = () => true;
const groups = (...names) => ({ group }) => names.includes(group);

/** Sets up to `size`; larger ones would take longer than the whole run. */
const upTo = (size) => ({ id }) => !(/^(set|equal)/.test(id) && Number(id.split('-').pop()) > size);
const both = (one, other) => (found) => one(found) && other(found);

const PREDICATES = groups('simple', 'medium', 'heavy', 'set', 'equal-hits', 'events', 'size');
const WITHOUT_EVENTS = groups('simple', 'medium', 'set', 'equal-hits', 'size');

/**
 * `ours`: of this package; `worker`: may run where code from text is forbidden; `does`: whether it
 * takes part in a workload.
 */
export const ENGINES = [
  { id: 'ours', title: 'pql-edge (wasm)', ours: true, worker: true, does: all },
  { id: 'ours-runtime', title: 'pql-edge/runtime (wasm)', ours: true, worker: true, does: all },
  { id: 'closures', title: 'hand-written JS, closures', worker: true, does: PREDICATES },
  { id: 'generated', title: 'hand-written JS, generated', worker: false, does: PREDICATES },
  {
    id: 'json-logic-engine', title: 'json-logic-engine, compiled', worker: false,
    does: both(PREDICATES, upTo(10_000)),
  },
  {
    id: 'json-logic-engine-interpreted', title: 'json-logic-engine, interpreted', worker: true,
    does: both(PREDICATES, upTo(10_000)),
  },
];
