// The machine and the state of the sources, as the results name them.

import { cpus, loadavg, platform, release, totalmem } from 'node:os';

import { ask } from '../../../pkg-config/setup/run.mjs';
import { root } from '../../../pkg-config/setup/paths.mjs';

const RESULTS = /tests\/benches\/(RESULTS\.md|results\.json|plots\/)/;

export function describeMachine() {
  const processors = cpus();
  return {
    cpu: processors[0]?.model ?? 'unknown',
    cores: processors.length,
    memoryGB: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()}`,
    node: process.version,
    v8: process.versions.v8,
    rust: ask('rustc', '--version') ?? 'none',
    loadBefore: loadavg()[0],
  };
}

/** The commit, with a plus sign when files differ from it; results themselves do not count. */
export function describeCommit() {
  const commit = ask('git', '-C', root, 'rev-parse', '--short', 'HEAD');
  const changed = ask('git', '-C', root, 'status', '--porcelain', '--untracked-files=no') ?? '';
  const real = changed.split('\n').filter((line) => line && !RESULTS.test(line));
  return `${commit ?? 'unknown'}${real.length > 0 ? ' +' : ''}`;
}
