// Entry of the runtime that loads nothing: call initSync or init once, before anything else.

export * from './runtime.js';
