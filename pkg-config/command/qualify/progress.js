// The bar on a terminal while profiles are qualified, and times as people read them.

import { onSignal } from '../signals.js';
import { count, size } from '../terminal.js';

const CLEAR = '\r\u001b[K';
const EVERY = 100;
/** The bar itself, in columns: a part of the width, the same all the time. */
const WIDEST = 30;
const NARROWEST = 8;
const PART = 6;

export class Progress {
  #stream;
  #paint;
  #look;
  #ticking;
  #forget;
  #started = performance.now();

  /** `look()` is what there is to show: `{ profiles, read, size }`. */
  constructor(stream, paint, look) {
    this.#stream = stream;
    this.#paint = paint;
    this.#look = look;
    if (!stream.isTTY) return;
    this.#ticking = setInterval(() => this.#draw(), EVERY).unref();
    this.#forget = onSignal(() => this.end());
  }

  /** Since the beginning. */
  get seconds() {
    return (performance.now() - this.#started) / 1000;
  }

  /** Writes lines that stay; the bar goes on below them. */
  above(text) {
    this.#stream.write(this.#ticking ? `${CLEAR}${text}` : text);
  }

  end() {
    if (!this.#ticking) return;
    clearInterval(this.#ticking);
    this.#forget();
    this.#ticking = undefined;
    this.#stream.write(CLEAR);
  }

  #draw() {
    const width = (this.#stream.columns || 80) - 1;
    const facts = { ...this.#look(), seconds: this.seconds };
    this.#stream.write(`${CLEAR}${drawn(facts, width, this.#paint)}`);
  }
}

/** One line of at most `width` columns; what matters less is left out first. */
export function drawn({ profiles, read, size: whole, seconds }, width, paint) {
  const share = whole ? Math.min(1, read / whole) : undefined;
  const parts = [
    share !== undefined && { text: `${String(Math.floor(share * 100)).padStart(3)} %`, rank: 0 },
    { text: `${count(profiles)} profiles`, rank: 1 },
    { text: `${count(profiles / Math.max(seconds, 0.001))}/s`, rank: 2 },
    { text: share === undefined ? size(read) : `${size(read)} of ${size(whole)}`, rank: 4 },
    share > 0 && { text: `${duration(seconds / share - seconds)} left`, rank: 3 },
  ].filter(Boolean);
  const bar = Math.min(WIDEST, Math.floor(width / PART));
  const shown = share !== undefined && bar >= NARROWEST;
  const room = shown ? width - bar - 2 : width;
  while (parts.length > 1 && lengthOf(parts) > room) drop(parts);
  const text = parts.map((part) => part.text).join('  ').slice(0, room);
  return shown ? `${barOf(share, bar, paint)}  ${text}` : text;
}

const lengthOf = (parts) => parts.reduce((sum, { text }) => sum + text.length + 2, -2);

function drop(parts) {
  const last = Math.max(...parts.map(({ rank }) => rank));
  parts.splice(parts.findIndex(({ rank }) => rank === last), 1);
}

function barOf(share, room, paint) {
  const full = Math.round(share * room);
  return paint.green('━'.repeat(full)) + paint.dim('╌'.repeat(room - full));
}

/** `0:07`, `12:34`, `1:02:03`. */
export function duration(seconds) {
  const all = Math.max(0, Math.round(seconds));
  const two = (number) => String(number).padStart(2, '0');
  const [hours, minutes] = [Math.floor(all / 3600), Math.floor((all % 3600) / 60)];
  const start = hours > 0 ? `${hours}:${two(minutes)}` : `${minutes}`;
  return `${start}:${two(all % 60)}`;
}
