// The compiled audiences: those deployed with the Worker, until KV has newer ones.

import { AudienceSet } from 'pql-edge/runtime';

import bundled from './audiences.bin';
import type { Env } from './env';

const KEY = 'audiences';

/** A visitor does not wait longer for KV, milliseconds. */
const PATIENCE = 2_000;

let set = AudienceSet.fromBytes(new Uint8Array(bundled));
let ids = new Set(set.ids);
let version = 'deployed';
/** The last one that was no set: it is not tried again. */
let refused: string | undefined;
/** When KV was asked last, epoch ms; before that, a request waits for it. */
let asked: number | undefined;

/**
 * The set of this isolate and the ids in it. Use it at once: after an `await` it may be another one,
 * and this one freed.
 */
export const audiences = () => ({ set, ids });

/** Waits for KV at the start of an isolate; later it is asked in the background, now and then. */
export async function refreshAudiences(env: Env, ctx: DurableObjectState): Promise<void> {
  const { AUDIENCES: store } = env;
  if (store === undefined) return;
  const now = Date.now();
  if (asked === undefined) {
    await Promise.race([refresh(store), scheduler.wait(PATIENCE)]);
    asked ??= now;
  } else if (now >= asked + Number(env.REFRESH_SECONDS) * 1000) {
    asked = now;
    ctx.waitUntil(refresh(store));
  }
}

/** Whatever KV holds or does, there is a set that works. */
async function refresh(store: KVNamespace): Promise<void> {
  try {
    const { value, metadata } = await store.getWithMetadata<{ version?: string }>(KEY, {
      type: 'arrayBuffer',
    });
    if (value === null) return;
    const found = metadata?.version ?? (await digest(value));
    if (found === version || found === refused) return;
    replace(value, found);
  } catch (error) {
    console.warn(`audiences of KV could not be read: ${(error as Error).message}`);
  }
}

function replace(bytes: ArrayBuffer, found: string): void {
  refused = found;
  const newer = AudienceSet.fromBytes(new Uint8Array(bytes));
  refused = undefined;
  set.free();
  set = newer;
  ids = new Set(set.ids);
  version = found;
}

async function digest(bytes: ArrayBuffer): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
