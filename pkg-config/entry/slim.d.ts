export * from './index.js';
export * from './loading.js';
