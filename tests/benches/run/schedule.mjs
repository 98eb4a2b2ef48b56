// Runs one workload: all engines ready first, then in rounds, so that noise meets all of them.

import { start } from './child.mjs';
import { spread } from './statistics.mjs';

/** Rows `{ case, engine, input, ns: { median, low, high } … }` or `{ case, engine, error }`. */
export async function runCase(found, engines, { warmMs, roundMs, rounds }) {
  const children = [];
  try {
    for (const engine of engines) children.push({ engine, ...(await start(engine, found.id)) });
    const lanes = children.filter(({ error }) => !error).flatMap(lanesOf);
    for (const lane of lanes) await lane.child.measure(lane.input, warmMs);
    for (let round = 0; round < rounds; round += 1) {
      for (const lane of lanes) await measure(lane, roundMs);
    }
    return [...lanes.map((lane) => row(found, lane)), ...children.flatMap(failed(found))];
  } finally {
    for (const { end } of children) end?.();
  }
}

const lanesOf = (child) => child.ready.map((input) => ({ child, input, times: [], calls: 0 }));

async function measure(lane, ms) {
  const { ns, calls, error } = await lane.child.measure(lane.input, ms);
  if (error) throw new Error(`${lane.child.engine.id}: ${error}`);
  lane.times.push(ns);
  lane.calls += calls;
}

const row = (found, { child, input, times, calls }) => ({
  case: found.id,
  engine: child.engine.id,
  input,
  ns: spread(times),
  calls,
  compileMs: child.compileMs,
});

const failed = (found) => ({ engine, error }) =>
  error ? [{ case: found.id, engine: engine.id, error }] : [];
