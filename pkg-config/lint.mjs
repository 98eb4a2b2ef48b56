// `npm run lint`: formatting, clippy in every feature set, and documentation, warnings denied.

import { FEATURE_SETS } from './features.mjs';
import { setUpLint } from './setup.mjs';
import { root } from './setup/paths.mjs';
import { attempt } from './setup/run.mjs';
import { isProgram, main, say } from './setup/say.mjs';
import { stage } from './test/stage.mjs';

const CHECKS = [
  { name: 'format', args: ['fmt', '--check'] },
  ...FEATURE_SETS.map(({ name, args }) => ({
    name: `clippy, ${name}`,
    args: ['clippy', '--all-targets', ...args, '--', '-D', 'warnings'],
  })),
  { name: 'documentation', args: ['doc', '--no-deps', '--all-features'] },
];

export async function lint() {
  await setUpLint();
  let failed = 0;
  for (const { name, args } of CHECKS) {
    const { ok } = await stage(name, () => check(args));
    if (!ok) failed += 1;
  }
  say(failed === 0 ? '✓ nothing to complain about' : `✗ ${failed} of ${CHECKS.length} failed`);
  return failed === 0;
}

async function check(args) {
  const env = { RUSTDOCFLAGS: '-D warnings', CARGO_TERM_COLOR: color };
  const { ok, output } = await attempt('cargo', args, { cwd: root, env });
  return { ok, output: ok ? '' : output };
}

const color = process.stderr.isTTY ? 'always' : 'never';

if (isProgram(import.meta.url)) {
  await main(async () => {
    if (!(await lint())) process.exitCode = 1;
  });
}
