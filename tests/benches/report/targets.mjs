// What has to be reached, as data; each says how it is computed from the results of a run.

import { bestOnWorkers, ns } from './find.mjs';
import { digits, time } from './units.mjs';

const KB = 1024;
const MB = 1e6;

const times = (value) => `${digits(value)} ×`;
const milliseconds = (ms) => time(ms * 1e6);
const kilobytes = (bytes) => `${(bytes / KB).toFixed(1)} KB`;
const megabytes = (bytes) => `${digits(bytes / MB)} MB`;
const perSecond = (rate) => `${Math.round(rate).toLocaleString('en')} /s`;

const over = (value, base) => (value && base ? value / base : undefined);

/** Ours from bytes against the fastest from text: what peers need to decode is not counted. */
const bytesAgainstText = (id) => (run) =>
  over(ns(run, id, 'ours', 'bytes'), bestOnWorkers(run, id, 'text')?.ns);

const objectAgainstClosures = (id) => (run) =>
  over(ns(run, id, 'ours', 'object'), ns(run, id, 'closures', 'object'));

/** `value(run)` is undefined when it was not measured; less is better unless `more` is set. */
export const TARGETS = [
  {
    work: 'medium, JSON bytes, wasm, against JSON.parse + hand-written JS',
    value: bytesAgainstText('medium'), show: times, must: 0.5, moonshot: 0.25,
  },
  {
    work: 'heavy, JSON bytes, wasm, against JSON.parse + hand-written JS',
    value: bytesAgainstText('heavy'), show: times, must: 0.5, moonshot: 0.25,
  },
  {
    work: 'medium, JS object, wasm, against closures',
    value: objectAgainstClosures('medium'), show: times, must: 2, moonshot: 1,
  },
  {
    work: 'set 100, JS object, wasm, against closures',
    value: objectAgainstClosures('set-100'), show: times, must: 0.5, moonshot: 0.2,
  },
  {
    work: 'set 1,000, JS object, wasm, against closures',
    value: objectAgainstClosures('set-1000'), show: times, must: 0.1, moonshot: 0.03,
  },
  {
    work: 'set 10,000, JS object, wasm, against closures',
    value: objectAgainstClosures('set-10000'), show: times, must: 0.03, moonshot: 0.01,
  },
  {
    work: 'growth of the set from 1,000 to 10,000 at equal hits',
    value: (run) =>
      over(
        ns(run, 'equal-hits-10000', 'ours', 'object'),
        ns(run, 'equal-hits-1000', 'ours', 'object'),
      ),
    show: times, must: 10, moonshot: 3,
  },
  {
    work: 'native, set 10,000 from a read profile, against the flat loop',
    value: (run) =>
      over(
        ns(run, 'set-10000', 'native-ours', 'read'),
        ns(run, 'set-10000', 'native-flat', 'read'),
      ),
    show: times, must: 1, moonshot: 0.25,
  },
  {
    work: 'compile 10,000 definitions, time',
    value: (run) => run.compile?.ms, show: milliseconds, must: 1_000, moonshot: 200,
  },
  {
    work: 'compile 10,000 definitions, memory of the module',
    value: (run) => run.compile?.memory, show: megabytes, must: 100 * MB, moonshot: 100 * MB,
  },
  {
    work: 'load 10,000 compiled definitions from bytes, runtime, fresh process',
    value: (run) => run.load?.[10_000].loadMs, show: milliseconds, must: 20, moonshot: 5,
  },
  {
    work: 'instantiate runtime.wasm and load 150 audiences, fresh process',
    value: (run) => run.load && run.load.samples.instanceMs + run.load.samples.loadMs,
    show: milliseconds, must: 5, moonshot: 1,
  },
  {
    work: 'size of pql.wasm, brotli',
    value: (run) => run.sizes?.['pql.wasm'], show: kilobytes, must: 120 * KB, moonshot: 90 * KB,
  },
  {
    work: 'size of runtime.wasm, brotli',
    value: (run) => run.sizes?.['runtime.wasm'], show: kilobytes, must: 60 * KB, moonshot: 35 * KB,
  },
  {
    work: 'allocations per evaluation, in the machine',
    value: (run) => run.allocations?.run, show: String, must: 0, moonshot: 0,
  },
  {
    work: 'allocations per evaluation, reading JSON bytes included',
    value: (run) => run.allocations?.whole, show: String, must: undefined, moonshot: 0,
  },
  {
    work: 'bytes that a call leaves on the heap of JavaScript',
    value: (run) => run.garbage?.object, show: (it) => digits(it), must: undefined, moonshot: 1,
  },
  {
    work: '150 realistic audiences on one core, JSON bytes, wasm',
    value: (run) => over(1e9, ns(run, 'edge-150', 'ours', 'bytes')),
    show: perSecond, must: 1_500, moonshot: 150_000, more: true,
  },
];

/** Rows `{ work, value, must, moonshot, verdict }` of texts, for those that were measured. */
export function judged(run) {
  return TARGETS.flatMap((target) => {
    const value = target.value(run);
    if (value === undefined) return [];
    const { work, show } = target;
    const [must, moonshot] = [target.must, target.moonshot].map((goal) => limit(target, goal));
    return [{ work, value: show(value), must, moonshot, verdict: verdict(target, value) }];
  });
}

function limit({ show, more }, goal) {
  if (goal === undefined) return '–';
  return `${more ? '≥' : '≤'} ${show(goal)}`;
}

function verdict({ must, moonshot, more }, value) {
  const reaches = (goal) => goal !== undefined && (more ? value >= goal : value <= goal);
  if (reaches(moonshot)) return must === moonshot ? 'met' : 'moonshot met';
  if (must === undefined) return 'moonshot missed';
  return reaches(must) ? 'met' : 'missed';
}
