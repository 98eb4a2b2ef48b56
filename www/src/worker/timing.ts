// How long one call takes: a warmed loop, and the median of its rounds.

const WARM_UP_MS = 5;
const ROUND_MS = 8;
const ROUNDS = 3;

export function nanoseconds(call: () => unknown): number {
  const { calls } = repeat(call, WARM_UP_MS, 1);
  // The clock of a browser is coarse: look at it only now and then.
  const batch = Math.max(1, Math.ceil(calls / 8));
  const rounds = Array.from({ length: ROUNDS }, () => {
    const { calls: done, ms } = repeat(call, ROUND_MS, batch);
    return (ms * 1e6) / done;
  });
  return rounds.sort((a, b) => a - b)[ROUNDS >> 1] ?? 0;
}

function repeat(call: () => unknown, forMs: number, batch: number): { calls: number; ms: number } {
  const started = performance.now();
  let calls = 0;
  let ms = 0;
  while (ms < forMs) {
    for (let i = 0; i < batch; i += 1) call();
    calls += batch;
    ms = performance.now() - started;
  }
  return { calls, ms };
}
