// What a person gives the page: the rule, the profile and the time, by hand or from the samples.

import { json } from '@codemirror/lang-json';

import { byId } from './dom';
import { Editor } from './editor/editor';
import { pql } from './editor/pql';
import { PROFILE_LIMIT, RULE_LIMIT } from './limits';
import type { Linked } from './link';
import type { Question } from './protocol';
import { ruleText, type Definition, type Person, type Samples } from './samples';
import { showMessage } from './view/notice';

// What a first visit shows: a rule that the person misses by one condition.
const FIRST_RULE = 'Order above 250 in 30 days';
const FIRST_PERSON = 'acme-0112';

export class Inputs {
  readonly rule: Editor;
  readonly profile: Editor;
  readonly now = byId('now', HTMLInputElement);
  /** The sample that the profile is, until it is edited. */
  person: string | undefined;
  #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
    this.rule = new Editor({
      host: byId('rule', HTMLElement),
      label: 'Rule, in PQL',
      hint: 'homeAddress.countryCode = "CA"',
      language: pql,
      limit: RULE_LIMIT,
      changed,
      refused(length) {
        showMessage('notice', tooLong('rule', length, RULE_LIMIT));
      },
    });
    this.profile = new Editor({
      host: byId('profile', HTMLElement),
      label: 'Profile, as JSON',
      hint: '{ }',
      language: json(),
      limit: PROFILE_LIMIT,
      changed: () => {
        this.person = undefined;
        changed();
      },
      refused(length) {
        showMessage('profile-problem', tooLong('profile', length, PROFILE_LIMIT));
      },
    });
    this.now.addEventListener('input', changed);
  }

  get question(): Question {
    return { rule: this.rule.text, profile: this.profile.text, now: this.now.value };
  }

  get linked(): Linked {
    const { rule, profile, now } = this.question;
    const { person } = this;
    return { rule, now, sample: person, profile: person === undefined ? profile : undefined };
  }

  chooseDefinition(definition: Definition): void {
    this.rule.text = ruleText(definition);
    this.#changed();
  }

  choosePerson({ id, text }: Person): void {
    this.profile.text = text;
    this.person = id;
    this.#changed();
  }

  setNow(text: string): void {
    this.now.value = text;
    this.#changed();
  }

  /** Takes what a link says, and what it lacks from the samples. */
  take(linked: Linked, samples: Samples): void {
    const first = samples.definitions.find(({ name }) => name === FIRST_RULE);
    this.rule.text = linked.rule ?? (first ? ruleText(first) : '');
    this.now.value = linked.now ?? samples.now;
    const wanted = linked.sample ?? FIRST_PERSON;
    const sample = samples.people.find(({ id }) => id === wanted);
    this.person = linked.profile === undefined ? sample?.id : undefined;
    this.profile.text = linked.profile ?? sample?.text ?? '{}';
    this.#changed();
  }
}

function tooLong(what: string, length: number, limit: number): string {
  const [is, most] = [length, limit].map((number) => number.toLocaleString('en'));
  return `The ${what} would be ${is} characters long; this page takes ${most}. It stays as it was.`;
}
