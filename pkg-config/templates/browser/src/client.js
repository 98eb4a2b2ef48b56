// The page's end of the worker: questions with answers, and news that nobody asked for.

/** `{ ask }`; `onNews` gets what changed without a question, by another tab or by newer audiences. */
export function connect(onNews) {
  const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
  const waiting = new Map();
  let last = 0;
  worker.onmessage = ({ data: { id, view, error } }) => {
    if (id === undefined) return onNews(view);
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) resolve(view);
    else reject(new Error(error));
  };
  const ask = (what, rest = {}) =>
    new Promise((resolve, reject) => {
      waiting.set(++last, { resolve, reject });
      worker.postMessage({ id: last, ask: what, ...rest });
    });
  return { ask };
}
