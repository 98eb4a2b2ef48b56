// What the person at the terminal sees: each workload when it is done, the targets at the end.

import { titles } from './find.mjs';
import { judged } from './targets.mjs';
import { digits, time } from './units.mjs';

const INPUTS = {
  object: 'JS object', read: 'read before', text: 'JSON text', bytes: 'JSON bytes',
};
const WIDTH = Math.max(...[...titles.values()].map((title) => title.length)) + 2;
const MARKS = { met: '✓', 'moonshot met': '★', missed: '✗', 'moonshot missed': '·' };

/** The engines of one workload, the fastest first, each against the closures. */
export function printCase(found, rows) {
  const lines = [`\n${found.id}`];
  for (const [input, title] of Object.entries(INPUTS)) {
    const measured = rows.filter((row) => row.input === input);
    const base = measured.find(({ engine }) => engine === 'closures')?.ns.median;
    measured.sort((a, b) => a.ns.median - b.ns.median);
    if (measured.length > 0) lines.push(`  ${title}`);
    for (const { engine, ns } of measured) lines.push(line(engine, ns, base));
  }
  for (const { engine, error } of rows.filter((row) => row.error)) {
    lines.push(`  ! ${titles.get(engine)}: ${error}`);
  }
  process.stdout.write(`${lines.join('\n')}\n`);
}

function line(engine, { median, low, high }, base) {
  const against = base ? `${digits(median / base)} ×`.padStart(11) : '';
  const between = `${time(low)} … ${time(high)}`.padStart(22);
  return `    ${titles.get(engine).padEnd(WIDTH)}${time(median).padStart(9)}${between}${against}`;
}

export function printTargets(run) {
  const rows = judged(run);
  if (rows.length === 0) return;
  const width = Math.max(...rows.map(({ work }) => work.length)) + 2;
  const lines = rows.map(({ work, value, must, moonshot, verdict }) => {
    const goals = `${must.padStart(12)}${moonshot.padStart(13)}`;
    return `  ${MARKS[verdict]} ${work.padEnd(width)}${value.padStart(12)}${goals}  ${verdict}`;
  });
  const head = `${' '.repeat(width + 4)}${'measured'.padStart(12)}${'must'.padStart(12)}`;
  process.stdout.write(`\nTargets\n${head}${'moonshot'.padStart(13)}\n${lines.join('\n')}\n\n`);
}
