// Threads that answer chunks; a new one is started only while all others are busy.

import { availableParallelism, cpus } from 'node:os';
import { Worker } from 'node:worker_threads';

import { Problem } from '../problem.js';

/** How many threads this machine runs at once. */
export const cores = () => availableParallelism?.() ?? cpus().length;

export class Pool {
  #threads;
  #data;
  #all = [];
  #idle = [];
  #waiting = [];

  constructor(threads, workerData) {
    this.#threads = threads;
    this.#data = workerData;
  }

  get started() {
    return this.#all.length;
  }

  /** The answer to a chunk; the chunk's bytes are gone afterwards. */
  run(chunk) {
    return new Promise((resolve, reject) => {
      const job = { chunk, resolve, reject };
      const worker = this.#idle.pop() ?? this.#another();
      if (worker) worker.take(job);
      else this.#waiting.push(job);
    });
  }

  async close() {
    await Promise.all(this.#all.map(({ thread }) => thread.terminate()));
  }

  #another() {
    if (this.#all.length >= this.#threads) return undefined;
    const worker = new Answering(this.#data, () => this.#next(worker));
    this.#all.push(worker);
    return worker;
  }

  #next(worker) {
    const job = this.#waiting.shift();
    if (job) worker.take(job);
    else this.#idle.push(worker);
  }
}

/** One thread with the job it has. */
class Answering {
  #job;

  constructor(workerData, ready) {
    this.thread = new Worker(new URL('./worker.js', import.meta.url), { workerData });
    this.thread.on('message', (answer) => {
      const { resolve } = this.#job;
      ready();
      resolve(answer);
    });
    this.thread.on('error', (error) => this.#failed(error.message));
    this.thread.on('exit', (status) => this.#failed(`it ended with status ${status}`));
  }

  /** A job that was answered before knows nothing of it. */
  #failed(reason) {
    this.#job.reject(new Problem(`a thread failed: ${reason}`));
  }

  take(job) {
    this.#job = job;
    this.thread.postMessage(job.chunk, [job.chunk.bytes.buffer]);
  }
}
