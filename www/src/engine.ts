// The page's side of the worker: one question at a time, and of those that wait, only the newest.

import type { Answer, Question, Said } from './protocol';

export interface Listener {
  answer(answer: Answer, question: Question): void;
  timing(nanoseconds: number): void;
  trouble(message: string): void;
}

const PATIENCE_MS = 10_000;

export class Engine {
  #listener: Listener;
  #worker: Worker | undefined;
  #id = 0;
  #asked: Question | undefined;
  #waiting: Question | undefined;
  #watch: ReturnType<typeof setTimeout> | undefined;

  constructor(listener: Listener) {
    this.#listener = listener;
    this.#worker = this.#start();
  }

  ask(question: Question): void {
    if (this.#asked) {
      this.#waiting = question;
      return;
    }
    this.#asked = question;
    this.#id += 1;
    this.#worker ??= this.#start();
    this.#worker.postMessage({ id: this.#id, ...question });
    this.#watch = setTimeout(() => this.#restart('there was no answer in 10 seconds'), PATIENCE_MS);
  }

  #start(): Worker {
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
    if (said.id !== this.#id) return;
    if (said.type === 'timing') return this.#listener.timing(said.nanoseconds);
    const question = this.#asked;
    this.#done();
    if (question) this.#listener.answer(said.answer, question);
  }

  /** The next question gets a new worker; this one may be in any state. */
  #restart(reason: string): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#listener.trouble(`The engine stopped: ${reason}. It starts again with the next change.`);
    this.#done();
  }

  #done(): void {
    clearTimeout(this.#watch);
    this.#asked = undefined;
    const next = this.#waiting;
    this.#waiting = undefined;
    if (next) this.ask(next);
  }
}
