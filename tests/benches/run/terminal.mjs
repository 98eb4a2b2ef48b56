// What the person at the terminal sees while the run goes on.

import { ENGINES } from '../engines/index.mjs';
import { ratio, time } from './units.mjs';

const WIDTH = 34;
const INPUTS = { object: 'JS object', text: 'JSON text', bytes: 'JSON bytes' };
const titles = new Map(ENGINES.map(({ id, title }) => [id, title]));

/** The engines of one workload, the fastest first, each against the closures. */
export function printCase(found, rows) {
  const lines = [`\n${found.id}`];
  for (const input of found.inputs) {
    const measured = rows.filter((row) => row.input === input);
    const base = measured.find(({ engine }) => engine === 'closures')?.ns.median;
    measured.sort((a, b) => a.ns.median - b.ns.median);
    if (measured.length > 0) lines.push(`  ${INPUTS[input]}`);
    for (const { engine, ns } of measured) lines.push(line(engine, ns, base));
  }
  for (const { engine, error } of rows.filter((row) => row.error)) {
    lines.push(`  ! ${titles.get(engine)}: ${error}`);
  }
  process.stdout.write(`${lines.join('\n')}\n`);
}

function line(engine, { median, low, high }, base) {
  const against = base ? ratio(median / base).padStart(10) : '';
  const between = `${time(low)} – ${time(high)}`.padStart(22);
  return `    ${titles.get(engine).padEnd(WIDTH)}${time(median).padStart(9)}${between}${against}`;
}
