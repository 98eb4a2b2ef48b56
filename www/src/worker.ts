// The worker: evaluates away from the page, so that typing never waits.

import { init } from 'pql-edge/slim';
import address from 'pql-edge/pql.wasm?url';

import { answer } from './worker/answer';
import { nanoseconds } from './worker/timing';
import type { Asked, Said } from './protocol';

const ready = init(new URL(address, self.location.href));
let newest = 0;

self.addEventListener('message', async ({ data }: MessageEvent<Asked>) => {
  newest = data.id;
  try {
    await ready;
    say({ type: 'ready' });
    await reply(data);
  } catch (error) {
    say({ type: 'failed', message: String(error) });
  }
});

async function reply(asked: Asked): Promise<void> {
  const { id } = asked;
  const { measure, ...answered } = answer(asked);
  say({ type: 'answer', id, answer: answered });
  if (!measure) return;
  const time = await nanoseconds(measure.call, () => id === newest);
  measure.free();
  if (time !== undefined) say({ type: 'timing', id, nanoseconds: time });
}

function say(message: Said): void {
  self.postMessage(message);
}
