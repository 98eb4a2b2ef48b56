// Ctrl-C and the like: what is tidied up before they end the process.

const SIGNALS = ['SIGHUP', 'SIGINT', 'SIGTERM'];
const tidying = new Set();

/** Calls `tidy` when a signal ends the process; the function returned takes that back. */
export function onSignal(tidy) {
  if (tidying.size === 0) for (const signal of SIGNALS) process.on(signal, end);
  tidying.add(tidy);
  return () => {
    tidying.delete(tidy);
    if (tidying.size === 0) stop();
  };
}

/** By the signal itself: `process.exit` would wait for a read that never ends, as of a pipe. */
function end(signal) {
  for (const tidy of tidying) tidy();
  stop();
  process.kill(process.pid, signal);
}

function stop() {
  for (const signal of SIGNALS) process.off(signal, end);
}
