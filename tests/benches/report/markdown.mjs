// RESULTS.md: everything that a run found, as tables.

import { CASES } from '../workloads/cases.mjs';
import { ENGINES } from '../engines/index.mjs';
import { ns, peers, titles } from './find.mjs';
import { growth } from './growth.mjs';
import { coldTables } from './starts.mjs';
import { table } from './table.mjs';
import { judged } from './targets.mjs';
import { digits, time } from './units.mjs';

const INPUTS = { object: 'JS object', text: 'JSON text', bytes: 'JSON bytes', read: 'read before' };

export function asMarkdown(run) {
  const sections = [
    heading(run), targets(run), ...predicates(run), sets(run), better(run), plots(run),
    ...coldTables(run), workloads(run),
  ];
  return `${sections.filter(Boolean).join('\n\n')}\n`;
}

function heading({ machine, commit, date, options }) {
  return `# Results of the benchmarks

Written by \`npm run bench\`; how it measures, and why targets are missed, is in [README.md](README.md). Times are medians
over ${options.rounds} rounds in which all engines take turns.
Compare ratios, not times of two machines.

| | |
| --- | --- |
| commit | ${commit} |
| date | ${date} |
| processor | ${machine.cpu}, ${machine.cores} cores, ${machine.memoryGB} GB |
| system | ${machine.system} |
| Node | ${machine.node}, V8 ${machine.v8} |
| Rust | ${machine.rust} |
| load of the machine before | ${digits(machine.loadBefore)} |`;
}

function targets(run) {
  const rows = judged(run).map((row) => {
    const verdict = row.verdict.includes('missed') ? `**${row.verdict}**` : row.verdict;
    return [row.work, row.value, row.must, row.moonshot, verdict];
  });
  if (rows.length === 0) return '';
  return `## Targets\n\n${table(['work', 'measured', 'must', 'moonshot', ''], rows)}`;
}

const predicates = (run) =>
  CASES.filter(({ group }) => ['simple', 'medium', 'heavy', 'edge'].includes(group))
    .map(({ id }) => one(run, id))
    .filter(Boolean);

/** A row for each engine, its ratios against the closures. */
function one(run, id) {
  const inputs = Object.keys(INPUTS).filter((input) =>
    run.rows.some((row) => row.case === id && row.input === input),
  );
  const rows = ENGINES.flatMap((engine) => {
    const cells = inputs.map((input) => cell(run, id, engine.id, input));
    return cells.some((text) => text !== '–') ? [[engine.title, ...cells]] : [];
  });
  if (rows.length === 0) return '';
  const failed = run.rows.filter((row) => row.case === id && row.error);
  const notes = failed.map((row) => `\n\n${titles.get(row.engine)}: ${row.error}`).join('');
  return `## ${id}\n\n${table(['engine', ...inputs.map((it) => INPUTS[it])], rows)}${notes}`;
}

function cell(run, id, engine, input) {
  const row = run.rows.find((it) => it.case === id && it.engine === engine && it.input === input);
  if (!row) return '–';
  const { median, low, high } = row.ns;
  const base = ns(run, id, 'closures', input);
  const against = base && engine !== 'closures' ? ` (${digits(median / base)} ×)` : '';
  return `${time(median)}${against} <sub>${time(low)} … ${time(high)}</sub>`;
}

function sets(run) {
  const cases = CASES.filter(({ group }) => group === 'set' || group === 'equal-hits');
  const parts = ['object', 'bytes', 'read'].flatMap((input) => {
    const measured = cases.filter(({ id }) => run.rows.some(isOf(id, input)));
    const rows = ENGINES.flatMap((engine) => {
      const cells = measured.map(({ id }) => cellOfSet(run, id, engine.id, input));
      return cells.some((text) => text !== '–') ? [[engine.title, ...cells]] : [];
    });
    const names = measured.map(({ id }) => id);
    return rows.length > 0 ? [`### ${INPUTS[input]}\n\n${table(['engine', ...names], rows)}`] : [];
  });
  const failed = run.rows.filter(({ case: id, error }) => error && /^(set|equal)/.test(id));
  const notes = failed.map((row) => `* ${row.case}, ${titles.get(row.engine)}: ${row.error}`);
  if (parts.length === 0) return '';
  const tail = notes.length > 0 ? `\n\n${notes.join('\n')}` : '';
  return `## Sets\n\n${parts.join('\n\n')}${tail}`;
}

const isOf = (id, input) => (row) => row.case === id && row.input === input;

function cellOfSet(run, id, engine, input) {
  const took = ns(run, id, engine, input);
  if (!took) return '–';
  const base = ns(run, id, 'closures', input);
  return base && engine !== 'closures' ? `${time(took)} (${digits(took / base)} ×)` : time(took);
}

/** Every workload on which somebody is faster than we are. */
function better(run) {
  const rows = CASES.flatMap(({ id, inputs }) =>
    [...inputs, 'read'].flatMap((input) => {
      const who = input === 'read' ? 'native-ours' : 'ours';
      const us = ns(run, id, who, input);
      const faster = peers(run, id, input).filter((peer) => peer.ns < us);
      if (faster.length === 0) return [];
      const named = faster.map(({ engine, ns: took }) => `${engine.title} ${digits(us / took)} ×`);
      return [[id, INPUTS[input], time(us), named.join(', ')]];
    }),
  );
  const title = '## Where others are faster\n\n';
  if (rows.length === 0) return `${title}Nowhere in this run.`;
  return `${title}${table(['workload', 'input', 'ours', 'faster, and how many times'], rows)}`;
}

function plots(run) {
  const parts = growth(run).map(({ file, title, xTitle, series, xTick }) => {
    const xs = [...new Set(series.flatMap(({ points }) => points.map(([x]) => x)))];
    const rows = series.map(({ name, points }) => {
      const found = new Map(points);
      return [name, ...xs.map((x) => (found.has(x) ? time(found.get(x)) : '–'))];
    });
    const heads = [xTitle, ...xs.map(xTick)];
    return `![${title}](plots/${file})\n\n${table(heads, rows)}`;
  });
  return parts.length > 0 ? `## Growth\n\n${parts.join('\n\n')}` : '';
}

function workloads({ workloads: found }) {
  const rows = Object.entries(found ?? {}).map(([id, it]) => [
    id,
    `${it.bytes} B`,
    it.conditions ? digits(it.conditions) : '–',
    `${digits(it.hitRate * 100)} %`,
  ]);
  const heads = ['workload', 'mean profile', 'conditions looked at', 'true'];
  return rows.length > 0 ? `## The workloads as they are\n\n${table(heads, rows)}` : '';
}
