// Bodies of requests: JSON of a bounded size and depth, and text of it that any reader takes.

import { Problem } from './problem';

/** What the Edge Network takes: 64 KB. */
const LARGEST = 65_536;

/** Of more than that, so much is read and dropped: who is still sending does not see an answer. */
const PATIENCE = 1_000_000;

/** Far more than any XDM document has, far less than a stack. */
const DEEPEST = 100;

/** Web SDK sends its JSON as `text/plain`, which a browser allows without asking first. */
const TYPES = ['application/json', 'text/plain'];

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
export type JsonObject = { [name: string]: Json };

export async function readJson(request: Request): Promise<Json> {
  const [type = ''] = (request.headers.get('content-type') ?? '').split(';');
  if (!TYPES.includes(type.trim().toLowerCase())) {
    throw new Problem('unsupported-media-type', `send ${TYPES.join(' or ')}`);
  }
  const value = parse(await readBytes(request));
  if (isDeeper(value, DEEPEST)) {
    throw new Problem('invalid-json', `it is nested deeper than ${DEEPEST} levels`);
  }
  return value;
}

/** The header is believed only when it says too much: it can be missing or wrong. */
async function readBytes(request: Request): Promise<Uint8Array> {
  const tooLarge = new Problem('body-too-large', `at most ${LARGEST} bytes are taken`);
  if (Number(request.headers.get('content-length')) > PATIENCE) throw tooLarge;
  const bytes = new Uint8Array(LARGEST);
  let length = 0;
  for await (const chunk of request.body ?? []) {
    if (length + chunk.byteLength <= LARGEST) bytes.set(chunk, length);
    length += chunk.byteLength;
    if (length > PATIENCE) break;
  }
  if (length > LARGEST) throw tooLarge;
  return bytes.subarray(0, length);
}

function parse(bytes: Uint8Array): Json {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes));
  } catch (error) {
    const why = error instanceof SyntaxError ? 'it cannot be parsed' : 'it is not UTF-8';
    throw new Problem('invalid-json', why);
  }
}

function isDeeper(value: Json, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** JSON text. Half a character, as texts that were cut have it, is replaced: not all readers take it. */
export const jsonText = (value: unknown): string =>
  JSON.stringify(value).replace(/\\(?:ud[89a-f]..|.)/g, (escape) =>
    escape.length > 2 ? '\ufffd' : escape,
  );
