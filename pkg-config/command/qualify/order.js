// Work that is done in any order, and comes out in the order in which it went in.

/**
 * Starts `work` for every item, at most `ahead` at a time, and gives each result to `use`, one
 * after the other. Items are only asked for while there is room: a slow reader holds the writer
 * back.
 */
export async function inOrder(items, work, use, ahead) {
  const queue = [];
  let failed;
  const room = new Signal();
  const more = new Signal();
  let ended = false;

  async function consume() {
    for (;;) {
      while (queue.length === 0 && !ended) await more.wait();
      if (queue.length === 0) return;
      await use(await queue[0]);
      queue.shift();
      room.give();
    }
  }

  async function produce() {
    try {
      for await (const item of items) {
        while (queue.length >= ahead && !failed) await room.wait();
        if (failed) return;
        const result = work(item);
        result.catch(() => {}); // Whoever takes it from the queue is told.
        queue.push(result);
        more.give();
      }
    } finally {
      ended = true;
      more.give();
    }
  }

  const consuming = consume().catch((error) => {
    failed = { error };
    room.give();
  });
  const producing = produce().catch((error) => error);
  await consuming;
  if (failed) throw failed.error;
  const error = await producing;
  if (error) throw error;
}

/** A bell that one waits for. */
class Signal {
  #ring;

  wait() {
    return new Promise((resolve) => (this.#ring = resolve));
  }

  give() {
    this.#ring?.();
  }
}
