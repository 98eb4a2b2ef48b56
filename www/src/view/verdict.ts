// The strip with the result: in or out, by word, sign and colour, and how long it took.

import { byId } from '../dom';
import type { Answer } from '../protocol';

type State = 'in' | 'out' | 'none' | 'waiting';

interface Shown {
  state: State;
  sign: string;
  word: string;
  text: string;
}

const strip = byId('verdict', HTMLElement);
const sign = byId('verdict-sign', HTMLElement);
const word = byId('verdict-word', HTMLElement);
const text = byId('verdict-text', HTMLElement);
const time = byId('verdict-time', HTMLElement);

export function showVerdict(answer: Answer): void {
  strip.removeAttribute('data-stale');
  show(verdict(answer));
}

export function showTrouble(): void {
  show(none('The engine has stopped.'));
}

export function showTiming(nanoseconds: number): void {
  const microseconds = nanoseconds / 1000;
  const digits = microseconds < 10 ? 2 : microseconds < 100 ? 1 : 0;
  const number = microseconds.toLocaleString('en', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  time.textContent = `${number} µs per evaluation`;
}

/** What is shown belongs to the text as it was. */
export function markStale(): void {
  strip.setAttribute('data-stale', '');
}

function verdict({ report, outcome }: Answer): Shown {
  switch (outcome.kind) {
    case 'result':
      return outcome.matches
        ? { state: 'in', sign: '✓', word: 'In', text: sentence('is in', outcome.raw) }
        : { state: 'out', sign: '✗', word: 'Out', text: sentence('is not in', outcome.raw) };
    case 'rule': {
      const errors = report.diagnostics.filter(({ severity }) => severity === 'error').length;
      return none(`The rule has ${errors === 1 ? 'an error' : `${errors} errors`}.`);
    }
    case 'profile':
      return none('The profile cannot be read.');
    case 'now':
      return none('The time of the evaluation is not a time.');
    case 'stopped':
      return none(`The evaluation was stopped: ${outcome.message}.`);
  }
}

function sentence(relation: string, raw: string | undefined): string {
  const because = raw === undefined ? '' : ': the value counts so';
  return `The profile ${relation} the audience${because}.`;
}

function none(reason: string): Shown {
  return { state: 'none', sign: '–', word: 'No result', text: reason };
}

function show(shown: Shown): void {
  strip.dataset['state'] = shown.state;
  sign.textContent = shown.sign;
  word.textContent = shown.word;
  text.textContent = shown.text;
  if (shown.state === 'none') time.textContent = '';
}
