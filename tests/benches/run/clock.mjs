// Calls something for about a time and says how long one call took.

/** `{ ns, calls }`; the clock is read between batches that get larger while they are short. */
export function timed(batch, forMs) {
  let size = 1;
  let calls = 0;
  const started = performance.now();
  let elapsed = 0;
  while (elapsed < forMs) {
    batch(size);
    calls += size;
    const before = elapsed;
    elapsed = performance.now() - started;
    if (elapsed - before < forMs / 50) size *= 2;
  }
  return { ns: (elapsed * 1e6) / calls, calls };
}
