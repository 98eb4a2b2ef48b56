// What is read: files and standard input, as bytes or as text, compressed or not.

import { createReadStream, fstatSync, openSync, statSync } from 'node:fs';
import { Socket } from 'node:net';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';

import { Problem, Usage, unreadable } from './problem.js';

/** What standard input is called. */
export const STDIN = '-';
/** How much is read at once, in bytes. */
const PIECE = 256 * 1024;
const GZIP = [0x1f, 0x8b];
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

export const shownName = (name) => (name === STDIN ? 'standard input' : name);

/** Standard input is asked for: a person at a terminal would wait for nothing. */
export function expectPiped(what) {
  if (process.stdin.isTTY) throw new Usage(`${what} is missing`);
}

/** All bytes of a file. */
export async function bytesOf(name) {
  const pieces = [];
  for await (const piece of open(name).pieces) pieces.push(piece);
  return pieces.length === 1 ? pieces[0] : Buffer.concat(pieces);
}

/** All text of a file. */
export async function textOf(name) {
  const bytes = await bytesOf(name);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Problem(`${shownName(name)}: the text is not valid UTF-8`);
  }
}

/** JSON of a file. */
export async function jsonOf(name) {
  const text = await textOf(name);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Problem(`${shownName(name)}: not valid JSON: ${error.message}`);
  }
}

/**
 * `{ pieces, size, read, close }`: the bytes, uncompressed and without a byte order mark; how many
 * the file has, undefined when nobody knows; `read()`, how many of those were read so far; and
 * `close()`, when no more are wanted.
 */
export function open(name) {
  let source;
  let read = 0;
  const counted = async function* counted() {
    source = streamOf(name);
    for await (const piece of source) {
      read += piece.length;
      yield piece;
    }
  };
  const pieces = named(shownName(name), unmarked(unzipped(counted())));
  return { pieces, size: sizeOf(name), read: () => read, close: () => source?.destroy() };
}

/** A read from a pipe that waits for its writer could not be ended, as that from a socket can. */
function streamOf(name) {
  if (name === STDIN) return process.stdin;
  const isPipe = statSync(name).isFIFO();
  return isPipe ? new Socket({ fd: openSync(name, 'r'), writable: false })
    : createReadStream(name, { highWaterMark: PIECE });
}

/** The pieces as they are, or what they hold when they begin as gzip does. */
async function* unzipped(source) {
  const { start, rest, found } = await begin(source, GZIP);
  const all = rejoined(start, rest);
  if (found) yield* pipeline(all, createGunzip({ chunkSize: PIECE }), () => {});
  else yield* all;
}

/** The pieces without a byte order mark at their beginning. */
async function* unmarked(source) {
  const { start, rest, found } = await begin(source, BYTE_ORDER_MARK);
  yield* rejoined(found ? start.subarray(BYTE_ORDER_MARK.length) : start, rest);
}

/** The first bytes of a source, whether they are the given ones, and what follows. */
async function begin(source, bytes) {
  const rest = source[Symbol.asyncIterator]();
  const start = await firstBytes(rest, bytes.length);
  return { start, rest, found: bytes.every((byte, at) => start[at] === byte) };
}

async function firstBytes(pieces, least) {
  let start = Buffer.alloc(0);
  while (start.length < least) {
    const { value, done } = await pieces.next();
    if (done) break;
    start = start.length === 0 ? value : Buffer.concat([start, value]);
  }
  return start;
}

async function* rejoined(start, pieces) {
  if (start.length > 0) yield start;
  yield* { [Symbol.asyncIterator]: () => pieces };
}

async function* named(name, pieces) {
  try {
    yield* pieces;
  } catch (error) {
    throw unreadable(name, error);
  }
}

function sizeOf(name) {
  try {
    const stats = name === STDIN ? fstatSync(0) : statSync(name);
    return stats.isFile() ? stats.size : undefined;
  } catch {
    return undefined; // Opening it says what is wrong.
  }
}
