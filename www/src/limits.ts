// How much the page takes, in UTF-16 units: more would make typing slow, not only evaluation.

export const RULE_LIMIT = 65_536;
export const PROFILE_LIMIT = 2_000_000;
