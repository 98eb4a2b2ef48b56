// The state of the page as a link: the rule, the time, a sample profile's id or a whole profile.

import { PROFILE_LIMIT } from './limits';

export interface Linked {
  rule: string | undefined;
  now: string | undefined;
  sample: string | undefined;
  profile: string | undefined;
}

/** Longer links get lost in chats and mails. */
const MOST = 24_000;
/** The hash, and whether the profile had to stay behind. */
export async function toHash(state: Linked): Promise<{ hash: string; complete: boolean }> {
  const params = new URLSearchParams();
  if (state.rule !== undefined) params.set('rule', state.rule);
  if (state.now !== undefined) params.set('now', state.now);
  if (state.sample !== undefined) params.set('sample', state.sample);
  const packed = state.profile === undefined ? '' : await pack(state.profile);
  const complete = packed.length <= MOST;
  if (packed && complete) params.set('profile', packed);
  return { hash: `#${params}`, complete };
}

/** What the hash says, and whether the profile in it is damaged. */
export async function fromHash(hash: string): Promise<{ linked: Linked; damaged: boolean }> {
  const params = new URLSearchParams(hash.slice(1));
  const get = (name: string): string | undefined => params.get(name) ?? undefined;
  const linked = { rule: get('rule'), now: get('now'), sample: get('sample'), profile: undefined };
  const packed = get('profile');
  if (packed === undefined) return { linked, damaged: false };
  try {
    return { linked: { ...linked, profile: await unpack(packed) }, damaged: false };
  } catch {
    return { linked, damaged: true };
  }
}

async function pack(text: string): Promise<string> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

async function unpack(packed: string): Promise<string> {
  const binary = atob(packed.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text;
    text += value;
    if (text.length > PROFILE_LIMIT) throw new Error('the profile in it is too long');
  }
}
