// A stream of bytes, cut behind the ends of lines.

import { Problem } from '../problem.js';

const NEWLINE = 10;
const BOM = [0xef, 0xbb, 0xbf];
/** A line that is longer is no profile; whatever has no lines at all must not fill the memory. */
export const LONGEST = 64 * 1024 * 1024;

/**
 * `{ bytes, line }` of whole lines, the last one perhaps without its end; `line` is the number of
 * the first one. The bytes have a buffer of their own, so that it can move to another thread.
 */
export async function* chunks(pieces, name, longest = LONGEST) {
  let line = 1;
  let held = [];
  let length = 0;
  for await (const piece of withoutMark(pieces)) {
    const end = piece.lastIndexOf(NEWLINE) + 1;
    if (end > 0) {
      const bytes = joined([...held, piece.subarray(0, end)]);
      yield { bytes, line };
      line += newlines(piece, end);
      [held, length] = [[], 0];
    }
    if (end === piece.length) continue;
    held.push(piece.subarray(end));
    length += piece.length - end;
    if (length > longest) {
      throw new Problem(`${name}:${line}: the line is longer than ${longest / 1024 / 1024} MB`);
    }
  }
  if (length > 0) yield { bytes: joined(held), line };
}

/** The pieces without a byte order mark at their beginning. */
async function* withoutMark(pieces) {
  let first = true;
  for await (const piece of pieces) {
    const marked = first && BOM.every((byte, at) => piece[at] === byte);
    first = false;
    yield marked ? piece.subarray(BOM.length) : piece;
  }
}

function joined(parts) {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function newlines(bytes, end) {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0 && at < end; at = bytes.indexOf(NEWLINE, at + 1)) {
    count += 1;
  }
  return count;
}
