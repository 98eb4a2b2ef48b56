// The tables of the demonstration: every kind of audience on a line, then single audiences.

import { duration, fit } from './style.mjs';

const NARROWEST = 72;
const WIDEST = 104;
/** From here on there is room for whole ids; a file or a pipe has room without end. */
const ROOMY = 130;
/** So many audiences are shown one by one. */
const SHOWN = 14;
const MARKS = { exited: 'yellow', realized: 'green', existing: 'cyan', none: 'dim' };
/** The most interesting first: what changed, and of that what is rarer. */
const STATUSES = Object.keys(MARKS);

/** `{ width, id }` in columns for a stream. */
export function sizes(stream) {
  const columns = (stream.columns ?? ROOMY) - 2;
  const id = columns + 2 >= ROOMY ? 36 : 8;
  return { id, width: Math.min(WIDEST, Math.max(NARROWEST, columns)) + id - 8 };
}

/** How many audiences of each kind the person is in, and what became of them. */
export function kinds({ samples, run }, paint, { width, id }) {
  // As wide as without ids: numbers far from their names are hard to follow.
  const names = width - id + 8 - 48;
  const rule = paint.dim('─'.repeat(names + 48));
  const title = ['     IN', 'ENTERED', '  STAYS', '   LEFT', '  MEDIAN'].join('  ');
  const head = paint.dim(`${fit('KIND OF AUDIENCE', names)}    ${title}`);
  const byId = new Map(run.rows.map((row) => [row.definition.id, row]));
  const lines = samples.groups.map(({ label, ids }) => {
    const rows = ids.map((one) => byId.get(one)).filter(Boolean);
    return kind(label, rows, paint, names);
  });
  return [head, rule, ...lines, rule, kind('All of them', run.rows, paint, names)].join('\n');
}

function kind(label, rows, paint, names) {
  const many = (status) => rows.filter((row) => row.status === status).length;
  const inside = rows.filter((row) => row.qualified).length;
  const number = (status) => {
    const text = String(many(status) || '–').padStart(7);
    return many(status) > 0 ? paint[MARKS[status]](text) : paint.dim(text);
  };
  const share = `${String(inside).padStart(3)} of ${String(rows.length).padEnd(3)}`;
  return [fit(label, names), share, number('realized'), number('existing'), number('exited'),
    duration(median(rows)).padStart(8)].join('  ');
}

function median(rows) {
  const times = rows.map(({ ns }) => ns).sort((a, b) => a - b);
  return times[times.length >> 1] ?? 0;
}

/** The audiences that changed, then others; all of them where that is wished. */
export function table({ samples, run }, paint, { width, id }, all) {
  const names = width - 29 - id;
  const rule = paint.dim('─'.repeat(width));
  const head = paint.dim(`${fit('AUDIENCE', names)}  ${fit('ID', id)}  IN?  STATUS        TIME`);
  const ranked = byInterest(samples, run.rows);
  const shown = all ? ranked : ranked.slice(0, SHOWN);
  const more = ranked.length - shown.length;
  const rest = more > 0 ? [paint.dim(`… and ${more} more: npm run demo -- --all`)] : [];
  return [head, rule, ...shown.map((row) => line(row, paint, names, id)), rule, ...rest].join('\n');
}

/** By status; within a status one of each kind before a second of any. */
function byInterest({ groups }, rows) {
  const place = new Map();
  for (const { ids } of groups) {
    const seen = {};
    for (const one of ids) {
      const row = rows.find(({ definition }) => definition.id === one);
      if (row) place.set(row, (seen[row.status] = (seen[row.status] ?? 0) + 1));
    }
  }
  const rank = ({ status }) => STATUSES.indexOf(status);
  return [...rows].sort((a, b) => rank(a) - rank(b) || place.get(a) - place.get(b));
}

function line({ definition, qualified, status, ns }, paint, names, id) {
  const name = fit(definition.name, names);
  const answer = qualified ? paint.green('in ') : paint.dim('out');
  return [
    qualified ? paint.bold(name) : name,
    paint.dim(definition.id.slice(0, id)),
    answer,
    paint[MARKS[status]](fit(status === 'none' ? '–' : status, 8)),
    duration(ns).padStart(8),
  ].join('  ');
}
