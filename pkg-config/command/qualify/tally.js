// What became of all profiles, for the line at the end.

import { count, many, plain, wrap } from '../terminal.js';

export class Tally {
  profiles = 0;
  realized = 0;
  existing = 0;
  exited = 0;
  bad = 0;

  add({ profiles, realized, existing, exited, bad }) {
    this.profiles += profiles;
    this.realized += realized;
    this.existing += existing;
    this.exited += exited;
    this.bad += bad.length;
  }
}

/** For programs; seconds to a thousandth. */
export function asJson(tally, { definitions, skipped, threads, bytes, seconds }) {
  return `${JSON.stringify({
    ...tally,
    definitions,
    skipped,
    threads,
    bytes,
    seconds: Math.round(seconds * 1000) / 1000,
    perSecond: Math.round(tally.profiles / Math.max(seconds, 0.001)),
  })}\n`;
}

export function asText(tally, { definitions, skipped, threads, seconds }, paint, width) {
  const rate = `${count(tally.profiles / Math.max(seconds, 0.001))}/s`;
  const { realized, existing, exited, bad } = tally;
  const lines = [
    `${many(tally.profiles, 'profile')} in ${seconds.toFixed(seconds < 10 ? 2 : 0)} s, ${rate}, `
      + `${many(threads, 'thread')}, ${many(definitions, 'definition')}`,
    `${count(realized)} realized, ${count(existing)} existing, ${count(exited)} exited`,
    ...(skipped > 0 ? [`${many(skipped, 'definition')} skipped`] : []),
    ...(bad > 0 ? [`${many(bad, 'line')} left out`] : []),
  ].map((line) => wrap(line, width - 2, '  '));
  const sign = bad > 0 ? paint.yellow('!') : paint.green('✓');
  return `${sign} ${paint.bold(lines[0])}\n${lines.slice(1).map((line) => `  ${line}\n`).join('')}`;
}

/** A line that is no profile, as errors of queries are shown. */
export function asError({ line, code, message, start }, name, paint) {
  const number = String(line);
  const margin = ' '.repeat(number.length);
  return [
    `${paint.bold(paint.red(`error[${code}]`))}${paint.bold(`: ${plain(message)}`)}`,
    `${paint.blue(`${margin} -->`)} ${plain(name)}:${number}`,
    `${paint.blue(`${margin} |`)}`,
    `${paint.blue(`${number} |`)} ${plain(start)}`,
    '',
  ].join('\n');
}
