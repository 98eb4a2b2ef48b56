// Runs `cargo test` and counts what it says.

import { root } from '../setup/paths.mjs';
import { attempt } from '../setup/run.mjs';

export async function cargoTest(args, env = {}) {
  const { ok, output } = await attempt('cargo', ['test', '--no-fail-fast', ...args], {
    cwd: root,
    env: { CARGO_TERM_COLOR: 'never', ...env },
  });
  return counted(output, ok);
}

/** Adds up the closing lines of all test programs; one that did not even build is a failure. */
function counted(output, ok) {
  const counts = { passed: 0, failed: 0, skipped: 0, output };
  for (const line of output.matchAll(/(\d+) passed; (\d+) failed; (\d+) ignored/g)) {
    const [passed, failed, ignored] = line.slice(1).map(Number);
    counts.passed += passed;
    counts.failed += failed;
    counts.skipped += ignored;
  }
  if (!ok && counts.failed === 0) counts.failed = 1;
  return { ...counts, output: withoutPasses(output) };
}

/** What went wrong, without the hundreds of lines that went right. */
const withoutPasses = (output) =>
  output
    .split('\n')
    .filter((line) => !/^test .* \.\.\. ok$|^ +Compiling |^$/.test(line))
    .join('\n');
