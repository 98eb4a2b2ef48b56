// How long one call takes: rounds until the compiler of the browser has made it as fast as it gets.

const ROUND_MS = 8;
const AT_LEAST = 6;
const AT_MOST = 40;
/** How much the last three rounds may differ. */
const STEADY = 1.1;

/** The median of the last three rounds; undefined when `goOn` ended it, between two rounds. */
export async function nanoseconds(
  call: () => unknown,
  goOn: () => boolean,
): Promise<number | undefined> {
  const rounds: number[] = [];
  while (rounds.length < AT_MOST && !isSteady(rounds)) {
    rounds.push(round(call));
    await new Promise((resolve) => setTimeout(resolve));
    if (!goOn()) return undefined;
  }
  return lastThree(rounds)[1];
}

function isSteady(rounds: number[]): boolean {
  const [least = 0, , most = 0] = lastThree(rounds);
  return rounds.length >= AT_LEAST && most <= least * STEADY;
}

const lastThree = (rounds: number[]): number[] => rounds.slice(-3).sort((a, b) => a - b);

/** The nanoseconds for one call, from calls for about `ROUND_MS`. */
function round(call: () => unknown): number {
  const started = performance.now();
  let calls = 0;
  let batch = 1;
  let ms = 0;
  while (ms < ROUND_MS) {
    for (let i = 0; i < batch; i += 1) call();
    calls += batch;
    ms = performance.now() - started;
    // The clock of a browser is coarse: look at it about ten times, whatever the call takes.
    if (ms < ROUND_MS / 10) batch *= 2;
  }
  return (ms * 1e6) / calls;
}
