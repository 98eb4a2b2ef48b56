// What all workloads share: the seed, the time of the evaluation, the countries.

export const SEED = 'pql-edge benchmarks 1';

/** 2026-11-20T12:00:00Z; no engine reads the clock. */
export const NOW = Date.UTC(2026, 10, 20, 12);

export const DAY = 86_400_000;

/** Of 28 countries a list names 16, so a random list has a given country in 4 of 7 cases. */
export const COUNTRIES = [
  'US', 'CA', 'GB', 'DE', 'FR', 'IT', 'ES', 'NL', 'BE', 'AT', 'CH', 'SE', 'NO', 'DK', 'FI', 'IE',
  'PT', 'PL', 'CZ', 'HU', 'GR', 'RO', 'JP', 'AU', 'NZ', 'BR', 'MX', 'IN',
];

export const TIERS = ['bronze', 'silver', 'gold', 'platinum', 'diamond'];
