// `npm test`: set-up, build, then every suite in order and one table at the end.
// `npm test -- js edge` runs only the suites whose names begin so; `--list` names them.

import { build } from './build.mjs';
import { setUpTests } from './setup.mjs';
import { isProgram, main, say, Stop } from './setup/say.mjs';
import { stage } from './test/stage.mjs';
import { suites } from './test/suites.mjs';

async function test(asked) {
  const chosen = choose(asked);
  const tools = await setUpTests();
  await build();
  const results = [];
  for (const suite of chosen) results.push({ ...suite, ...(await runSuite(suite, tools)) });
  return summary(results);
}

function choose(asked) {
  const chosen = suites.filter(
    ({ name }) => asked.length === 0 || asked.some((start) => name.startsWith(start)),
  );
  if (chosen.length > 0) return chosen;
  throw new Stop(`no suite begins with ${asked.join(' or ')}: ${suites.map(named).join(', ')}`);
}

const named = ({ name }) => name;

function runSuite({ name, run }, tools) {
  return stage(name, async () => {
    const counts = await run(tools);
    if (counts.passed + counts.failed + counts.skipped === 0) counts.failed = 1; // No test ran.
    const ok = counts.failed === 0;
    return { ...counts, ok, note: note(counts), output: ok ? undefined : counts.output };
  });
}

function note({ passed, failed, skipped, why, told }) {
  const parts = [`${passed} passed`];
  if (failed > 0) parts.push(`${failed} failed`);
  if (skipped > 0) parts.push(`${skipped} skipped${why ? `: ${why}` : ''}`);
  if (told) parts.push(told);
  return parts.join(', ');
}

/** The last line stands alone: programs that watch the tests read it. */
function summary(results) {
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  const [passed, failed, skipped] = [sum('passed'), sum('failed'), sum('skipped')];
  const failing = results.filter(({ ok }) => !ok).map(named);
  if (failing.length > 0) say(`\n✗ failed: ${failing.join(', ')}`);
  const needed = results.some((result) => result.skipped > 0 && !result.optional);
  const strict = process.env.CI === 'true' && needed;
  if (strict) say('\n✗ CI=true: nothing may be skipped');
  console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  return failed === 0 && passed > 0 && !strict;
}

if (isProgram(import.meta.url)) {
  await main(async () => {
    const asked = process.argv.slice(2);
    if (asked.includes('--list')) return say(suites.map(named).join('\n'));
    if (!(await test(asked))) process.exitCode = 1;
  });
}
