// What the demonstration prints: a table, an explanation and totals, or one JSON object.

import { colours, count, duration } from './style.mjs';
import { kinds, sizes, table } from './table.mjs';

/** The report for a person; `stream` says how wide and whether in colour, `all` how long. */
export function asText(found, stream, all) {
  const paint = colours(stream);
  const size = sizes(stream);
  const parts = [
    heading(found, paint),
    kinds(found, paint, size),
    table(found, paint, size, all),
    explanation(found, paint),
    totals(found, paint),
  ];
  return `\n${indent(parts.filter(Boolean).join('\n\n'))}\n\n`;
}

/** The same for a program, on one line. */
export function asJson({ samples, engine, person, run, miss, total }) {
  return `${JSON.stringify({
    profile: person.profile._id,
    now: new Date(samples.now).toISOString(),
    definitions: run.rows.map(({ definition, qualified, status, ns }) => ({
      id: definition.id, name: definition.name, qualified, status, ns: Math.round(ns),
    })),
    segmentMembership: run.qualification.segmentMembership,
    skipped: engine.skipped.map(({ id, reason }) => ({ id, name: nameOf(samples, id), reason })),
    nearMiss: miss && {
      id: miss.definition.id, name: miss.definition.name, condition: miss.failing[0],
    },
    compileMs: engine.compileMs,
    setNs: Math.round(run.setNs),
    profiles: samples.people.length,
    memberships: total.memberships,
    profilesPerSecond: Math.round(total.profilesPerSecond),
  })}\n`;
}

function heading({ samples, person }, { bold, dim }) {
  const { profile, bytes, number } = person;
  const events = profile.xEvent?.length ?? 0;
  const facts = [
    `${profile._id} (${number} of ${samples.people.length})`,
    `${(bytes.length / 1000).toFixed(1)} KB of JSON`,
    `${events} event${events === 1 ? '' : 's'}`,
    `now ${new Date(samples.now).toISOString().replace('.000', '')}`,
  ];
  return `${bold(`PQL on the edge: ${describe(profile)}`)}\n${dim(facts.join(' · '))}`;
}

function describe({ _id, person, homeAddress, loyalty }) {
  const name = [person?.name?.firstName, person?.name?.lastName].filter(Boolean).join(' ');
  return [name || _id, homeAddress?.city, loyalty?.tier].filter(Boolean).join(', ');
}

function explanation({ miss }, { bold, dim }) {
  if (!miss) return '';
  const others = miss.conditions - 1;
  const rest = others === 0 ? 'its only condition fails'
    : `one condition fails, ${others === 1 ? 'the other holds' : `the other ${others} hold`}`;
  const title = `${bold(`Why not in "${miss.definition.name}"?`)} ${dim(rest)}`;
  return `${title}\n\n${miss.rendered.trimEnd()}`;
}

function totals({ samples, engine, run, total }, { bold, dim }) {
  const size = run.rows.length;
  const inside = run.rows.filter((row) => row.qualified).length;
  const rate = total.profilesPerSecond;
  const facts = [
    ['compiled', `${size} definitions in ${engine.compileMs.toFixed(1)} ms`],
    ['this one', `in ${inside} of ${size}, all of them at once in ${duration(run.setNs)}`],
    ['everyone', `${count(samples.people.length)} profiles, `
      + `${count(total.memberships)} memberships, `
      + `${bold(`${count(rate, true)} profiles/s`)} (${count(rate * size, true)} evaluations/s)`],
    ...reasons(engine).map(([reason, many]) => ['skipped', `${many} definitions: ${reason}`]),
    ...broken(samples, engine).map((text) => ['error', text]),
  ];
  return facts.map(([name, text]) => `${dim(name.padEnd(9))} ${text}`).join('\n');
}

/** `[reason, how many]`, most frequent first. */
function reasons({ skipped }) {
  const many = new Map();
  for (const { reason } of skipped) many.set(reason, (many.get(reason) ?? 0) + 1);
  return [...many].sort((a, b) => b[1] - a[1]);
}

/** Definitions that were skipped because they do not compile. */
function broken(samples, { skipped }) {
  return skipped
    .filter(({ diagnostics }) => diagnostics.some((one) => one.severity === 'error'))
    .map(({ id, diagnostics }) => `${nameOf(samples, id)}: ${diagnostics[0].message}`);
}

function nameOf({ definitions }, id) {
  return definitions.find((definition) => definition.id === id)?.name ?? id;
}

function indent(text) {
  return text.replace(/^(?=.)/gm, '  ');
}
