// Looks measurements up in the results of a run.

import { ENGINES } from '../engines/index.mjs';

export const titles = new Map(ENGINES.map(({ id, title }) => [id, title]));
const engines = new Map(ENGINES.map((engine) => [engine.id, engine]));

/** Nanoseconds of one evaluation, or undefined when it was not measured. */
export const ns = ({ rows }, id, engine, input) =>
  rows.find((row) => row.case === id && row.engine === engine && row.input === input)?.ns?.median;

/** Those who are not ours and for which `may` holds, the fastest first: `[{ engine, ns }]`. */
export function peers({ rows }, id, input, may = () => true) {
  return rows
    .filter((row) => row.case === id && row.input === input && row.ns)
    .map((row) => ({ engine: engines.get(row.engine), ns: row.ns.median }))
    .filter(({ engine }) => engine && !engine.ours && may(engine))
    .sort((a, b) => a.ns - b.ns);
}

/** The fastest peer that may run on a Worker. */
export const bestOnWorkers = (run, id, input) => peers(run, id, input, (it) => it.worker)[0];
