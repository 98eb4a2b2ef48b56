export * from './runtime.js';
export * from './loading.js';
