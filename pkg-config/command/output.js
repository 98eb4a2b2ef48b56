// What is written: a file appears whole or not at all.

import {
  closeSync, createWriteStream, openSync, realpathSync, renameSync, rmSync, statSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { finished } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

import { Problem, unreadable } from './problem.js';
import { onSignal } from './signals.js';

/**
 * Where a command writes: `write(bytes)`, to be awaited; `finish()`; `discard()`. Without a name,
 * or with `-`, it is standard output; `x.gz` is compressed.
 */
export function openOutput(name) {
  if (name === undefined || name === '-') return new Output(process.stdout);
  try {
    return name.endsWith('.gz') ? compressed(fileOutput(name)) : fileOutput(name);
  } catch (error) {
    if (error.code === 'ENOENT') throw new Problem(`${name}: there is no such folder`);
    throw unreadable(name, error);
  }
}

/** Written beside its place, then moved there; at once where it is no file, as /dev/null. */
function fileOutput(name) {
  const place = placeOf(name);
  if (place === undefined) return new Output(createWriteStream(name), { name });
  const beside = join(dirname(place), `.${basename(place)}.${process.pid}.part`);
  // From before it is there: a signal right after that would end the process and leave it.
  const forget = onSignal(() => rmSync(beside, { force: true }));
  try {
    closeSync(openSync(beside, 'wx', modeOf(place)));
    return new Output(createWriteStream(beside, { flags: 'r+' }), { name, place, beside });
  } finally {
    forget();
  }
}

function compressed(output) {
  const gzip = createGzip();
  gzip.pipe(output.stream);
  return output.behind(gzip);
}

class Output {
  #sink;
  #done;
  #error;
  #forget = () => {};

  constructor(stream, { name, place, beside } = {}) {
    this.stream = stream;
    this.name = name;
    this.place = place;
    this.beside = beside;
    this.#sink = stream;
    if (name === undefined) return;
    this.#done = finished(stream);
    this.#done.catch((error) => (this.#error ??= error));
    this.#forget = onSignal(() => this.discard());
  }

  /** What is written goes through another stream first. */
  behind(stream) {
    this.#sink = stream;
    stream.on('error', (error) => this.stream.destroy(error));
    return this;
  }

  /** Resolves when there is room for more. */
  async write(bytes) {
    if (this.#error) throw unreadable(this.name, this.#error);
    if (this.#sink.write(bytes)) return;
    await this.#room();
  }

  /** Until the stream takes more, or never will. */
  #room() {
    return new Promise((resolve) => {
      const done = () => {
        this.#sink.off('drain', done);
        this.stream.off('close', done);
        resolve();
      };
      this.#sink.on('drain', done);
      this.stream.on('close', done);
    });
  }

  /** How many bytes the file has, when it is one. */
  async finish() {
    if (this.name === undefined) return undefined;
    try {
      this.#sink.end();
      await this.#done;
      if (this.beside) renameSync(this.beside, this.place);
    } catch (error) {
      this.discard();
      throw unreadable(this.name, error);
    }
    this.#forget();
    return this.stream.bytesWritten;
  }

  discard() {
    this.#forget();
    if (this.name === undefined) return;
    this.stream.destroy();
    if (this.beside) rmSync(this.beside, { force: true });
  }
}

/** The file that a name leads to; undefined when it leads to something else, such as a pipe. */
function placeOf(name) {
  const stats = statSync(name, { throwIfNoEntry: false });
  if (stats === undefined) return name;
  if (stats.isDirectory()) throw new Problem(`${name}: it is a folder, not a file`);
  return stats.isFile() ? realpathSync(name) : undefined;
}

const modeOf = (place) => statSync(place, { throwIfNoEntry: false })?.mode ?? 0o666;
