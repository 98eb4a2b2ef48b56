// The tables of what is measured in fresh processes: starts, compiling, loading, memory.

import { titles } from './find.mjs';
import { table } from './table.mjs';
import { count, digits, time } from './units.mjs';

const ms = (value) => time(value * 1e6);

export function coldTables(run) {
  return [node(run), workerd(run), load(run), compile(run), memory(run)].filter(Boolean);
}

function node({ cold }) {
  if (!cold) return '';
  const rows = cold.map((row) => [
    titles.get(row.engine), count(row.size),
    ...[row.importMs, row.makeMs, row.firstMs, row.totalMs].map(ms),
  ]);
  const heads = ['engine', 'predicates', 'import', 'compile or load', 'first profile', 'all'];
  return `## Cold start in Node, a fresh process each\n\n${table(heads, rows)}`;
}

function workerd({ workerd: found }) {
  if (!found) return '';
  const name = (engine) => titles.get(engine) ?? 'an empty Worker';
  const rows = found.map((row) => [
    name(row.engine), count(row.size),
    ...[row.startMs, row.firstMs, row.againMs].map(ms),
  ]);
  const heads = ['engine', 'predicates', 'start of workerd', 'first request', 'later request'];
  return `## Cold start on workerd

As a client on the same machine sees it: the first request compiles or loads the set of medium
predicates and evaluates one profile. Cedar and ZEN bring no module that a Worker takes as it is.

${table(heads, rows)}`;
}

function load({ load: found }) {
  if (!found) return '';
  const name = (what) => (what === 'samples' ? '150 realistic' : `${count(Number(what))} medium`);
  const rows = Object.entries(found).map(([what, it]) => [
    name(what),
    ...[it.moduleMs, it.instanceMs, it.loadMs, it.firstMs, it.warmLoadMs].map(ms),
  ]);
  const heads = [
    'audiences', 'compile module', 'instantiate', 'load', 'first profile', 'load again, warm',
  ];
  return `## Loading into runtime.wasm, a fresh process each\n\n${table(heads, rows)}`;
}

function compile({ compile: found }) {
  if (!found) return '';
  return `## Compiling 10,000 definitions, a fresh process each

${ms(found.ms)}; the module's memory is then ${digits(found.memory / 1e6)} MB, the compiled set is
${digits(found.bytes / 1e6)} MB.`;
}

function memory({ allocations, garbage }) {
  if (!allocations) return '';
  return `## Memory of a warm evaluation (medium)

Native: ${allocations.run} allocations in the machine, ${allocations.whole} with reading the JSON.
In Node a call leaves ${digits(garbage.object)} bytes on the heap of JavaScript for an object,
${digits(garbage.bytes)} for bytes.`;
}
