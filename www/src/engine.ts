// The page's side of the worker: one question at a time, and of those that wait, only the newest.

import type { Answer, Question, Said } from './protocol';

export interface Listener {
  answer(answer: Answer, question: Question): void;
  timing(nanoseconds: number): void;
  trouble(message: string): void;
}

const PATIENCE_MS = 10_000;
/** The module may come over a slow line. */
const LOADING_MS = 60_000;
/** How long an evaluation may go on once its answer is out of date. */
const GRACE_MS = 500;

export class Engine {
  #listener: Listener;
  #worker: Worker | undefined;
  #id = 0;
  #asked: Question | undefined;
  #waiting: Question | undefined;
  #watch: ReturnType<typeof setTimeout> | undefined;
  #ready = false;

  constructor(listener: Listener) {
    this.#listener = listener;
    this.#worker = this.#start();
  }

  ask(question: Question): void {
    if (this.#asked) {
      if (!this.#waiting) this.#hurry();
      this.#waiting = question;
      return;
    }
    this.#asked = question;
    this.#id += 1;
    this.#worker ??= this.#start();
    this.#worker.postMessage({ id: this.#id, ...question });
    this.#expect(this.#ready ? PATIENCE_MS : LOADING_MS);
  }

  #expect(within: number): void {
    clearTimeout(this.#watch);
    const reason = `there was no answer in ${within / 1000} seconds`;
    this.#watch = setTimeout(() => this.#restart(reason), within);
  }

  #start(): Worker {
    this.#ready = false;
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', ({ data }: MessageEvent<Said>) => this.#hear(data));
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      this.#restart(event.message || 'its worker could not be loaded');
    });
    return worker;
  }

  #hear(said: Said): void {
    if (said.type === 'failed') return this.#restart(said.message);
    if (said.type === 'ready') {
      this.#ready = true;
      return this.#expect(PATIENCE_MS);
    }
    if (said.id !== this.#id) return;
    if (said.type === 'timing') return this.#listener.timing(said.nanoseconds);
    const question = this.#asked;
    this.#done();
    if (question) this.#listener.answer(said.answer, question);
  }

  /** A newer question waits: a long evaluation gives way to it. */
  #hurry(): void {
    const id = this.#id;
    setTimeout(() => {
      if (id === this.#id && this.#asked && this.#ready) this.#abandon();
    }, GRACE_MS);
  }

  /** The next question gets a new worker; this one may be in any state. */
  #abandon(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#done();
  }

  #restart(reason: string): void {
    this.#listener.trouble(`The engine stopped: ${reason}. It starts again with the next change.`);
    this.#abandon();
  }

  #done(): void {
    clearTimeout(this.#watch);
    this.#asked = undefined;
    const next = this.#waiting;
    this.#waiting = undefined;
    if (next) this.ask(next);
  }
}
