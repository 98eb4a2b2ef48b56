// The feature sets in which the crate must build, pass its tests and lint without a warning.

export const FEATURE_SETS = [
  { name: 'default', args: [] },
  { name: 'run only', args: ['--no-default-features'] },
  { name: 'integer functions', args: ['--no-default-features', '--features', 'abi'] },
  { name: 'bindings', args: ['--no-default-features', '--features', 'wasm'] },
  { name: 'all features', args: ['--all-features'] },
];
