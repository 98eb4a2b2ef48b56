// The three plots of growth, and the figures in them: ours and the three best peers.

import { mkdirSync, writeFileSync } from 'node:fs';

import { ENGINES } from '../engines/index.mjs';
import { CASES } from '../workloads/cases.mjs';
import { ns, peers, titles } from './find.mjs';
import { plot } from './plot.mjs';
import { count, digits, time } from './units.mjs';

const FOLDER = new URL('../plots/', import.meta.url);
const PEERS = 3;

const bytes = (value) => (value >= 1e6 ? `${short(value / 1e6)} MB` : `${short(value / 1e3)} KB`);
const short = (value) => digits(value).replace(/\.0+$/, '');
const tick = (value) => time(value).replace(/\.0+ /, ' ');
const size = ({ id }) => Number(id.split('-').pop());

/** No events have no logarithm: they stand where half an event would. */
const NONE = 0.5;

/** One color for each engine in all plots; those further down share the last. */
const color = (engine) => Math.min(6, COLORS.indexOf(engine) + 1);
const COLORS = ENGINES.filter(({ ours, native }) => !ours && !native).map(({ id }) => id);

const PLOTS = [
  {
    file: 'set-size.svg', group: 'set', input: 'object', x: size, xTick: count,
    title: 'One profile (JS object) against a set', xTitle: 'predicates in the set',
  },
  {
    file: 'events.svg', group: 'events', input: 'bytes', x: (found) => size(found) || NONE,
    xTick: (value) => (value === NONE ? '0' : count(value)), xTicks: [NONE],
    title: 'The heavy predicate on JSON bytes', xTitle: 'events of the profile',
  },
  {
    file: 'profile-size.svg', group: 'size', input: 'bytes', x: size, xTick: bytes,
    title: 'The medium predicate on JSON bytes', xTitle: 'size of the profile',
  },
];

/** The plots that the run has measured: `[{ file, title, series }]`. */
export function growth(run) {
  return PLOTS.flatMap((wanted) => {
    const cases = CASES.filter(({ group }) => group === wanted.group);
    const line = lineOf(run, wanted, cases);
    const ours = line('ours');
    if (ours.points.length < 2) return [];
    const others = best(run, wanted, cases).map(line);
    return [{ ...wanted, yTitle: 'time per profile', yTick: tick, series: [ours, ...others] }];
  });
}

const lineOf = (run, { input, x }, cases) => (engine) => ({
  name: titles.get(engine),
  color: color(engine),
  points: cases
    .map((found) => [x(found), ns(run, found.id, engine, input)])
    .filter(([, y]) => y !== undefined),
});

/** Peers in the order of how they fare over all the points that most of them have. */
function best(run, { input }, cases) {
  const scores = new Map();
  for (const { id } of cases) {
    const found = peers(run, id, input, ({ native }) => !native);
    found.forEach(({ engine, ns: took }) => {
      const score = scores.get(engine.id) ?? { sum: 0, points: 0 };
      scores.set(engine.id, { sum: score.sum + Math.log(took), points: score.points + 1 });
    });
  }
  const most = Math.max(0, ...[...scores.values()].map(({ points }) => points));
  const all = [...scores].filter(([, { points }]) => points >= most - 1);
  const mean = ([id]) => meanOverCommon(run, id, input, cases, most);
  return all.sort((a, b) => mean(a) - mean(b)).slice(0, PEERS).map(([id]) => id);
}

/** Those that stop at smaller sets are compared on what they did. */
function meanOverCommon(run, engine, input, cases, most) {
  const common = cases.slice(0, Math.max(1, most - 1));
  const logs = common.map(({ id }) => ns(run, id, engine, input)).filter(Boolean).map(Math.log);
  return logs.reduce((sum, one) => sum + one, 0) / logs.length;
}

export function writePlots(run) {
  mkdirSync(FOLDER, { recursive: true });
  for (const one of growth(run)) writeFileSync(new URL(one.file, FOLDER), plot(one));
}
