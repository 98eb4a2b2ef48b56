// The feature sets in which the crate must build and lint without a warning, and those in which its
// tests run: features only add modules, so what all of them pass, fewer pass as well.

export const FEATURE_SETS = [
  { name: 'default', args: [], tested: false },
  { name: 'run only', args: ['--no-default-features'], tested: true },
  { name: 'integer functions', args: ['--no-default-features', '--features', 'abi'], tested: true },
  { name: 'bindings', args: ['--no-default-features', '--features', 'wasm'], tested: false },
  { name: 'all features', args: ['--all-features'], tested: true },
];
