// Entry that loads nothing: call initSync or init once, before anything else.

export * from './api.js';
