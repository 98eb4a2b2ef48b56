// The worker: evaluates away from the page, so that typing never waits.

import { init } from 'pql-edge/slim';
import address from 'pql-edge/pql.wasm?url';

import { answer } from './worker/answer';
import { nanoseconds } from './worker/timing';
import type { Asked, Said } from './protocol';

const ready = init(new URL(address, self.location.href));

self.addEventListener('message', async ({ data }: MessageEvent<Asked>) => {
  try {
    await ready;
    say({ type: 'ready' });
    reply(data);
  } catch (error) {
    say({ type: 'failed', message: String(error) });
  }
});

function reply(asked: Asked): void {
  const { id } = asked;
  const { measure, ...answered } = answer(asked);
  say({ type: 'answer', id, answer: answered });
  if (measure) say({ type: 'timing', id, nanoseconds: nanoseconds(measure.call) });
  measure?.free();
}

function say(message: Said): void {
  self.postMessage(message);
}
