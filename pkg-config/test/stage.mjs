// One line per piece of work: its name while it runs, how it went when it is done.

import { since } from '../setup/say.mjs';

const live = process.stderr.isTTY === true;
const WIDTH = 30;

/** Runs `work`, which returns `{ ok, note?, output? }`; output is shown only where it is given. */
export async function stage(name, work) {
  const started = performance.now();
  const title = `  ${name.padEnd(WIDTH)}`;
  if (live) process.stderr.write(title);
  const show = () => process.stderr.write(`\r${title}${since(started)}`);
  const ticking = live && setInterval(show, 1000);
  const result = await work().finally(() => clearInterval(ticking));
  const time = since(started);
  const line = `${result.ok ? '✓' : '✗'} ${name.padEnd(WIDTH)}${time.padStart(11)}`;
  const note = result.note ? `  ${result.note}` : '';
  process.stderr.write(`${live ? '\r\x1b[K' : ''}${line}${note}\n`);
  if (result.output) process.stderr.write(`\n${result.output.trimEnd()}\n\n`);
  return { ...result, seconds: (performance.now() - started) / 1000 };
}
