// The menus of sample rules and sample profiles.

import { byId, element } from '../dom';
import type { Definition, Person, Samples } from '../samples';

const definitions = byId('definition', HTMLSelectElement);
const people = byId('person', HTMLSelectElement);

export interface Choices {
  definition(chosen: Definition): void;
  person(chosen: Person): void;
}

const GROUPS = [
  ['synchronous', 'Edge'],
  ['continuous', 'Streaming'],
  ['batch', 'Batch'],
] as const;

export function fillChoices(samples: Samples, choices: Choices): void {
  const groups = GROUPS.map(([way, label]) => {
    const members = samples.definitions.filter((one) => one.evaluationInfo[way].enabled);
    return element('optgroup', { label }, ...members.map(({ id, name }) => option(id, name)));
  });
  definitions.replaceChildren(option('', 'Own rule'), ...groups);
  people.replaceChildren(
    option('', 'Own profile'),
    ...samples.people.map(({ id, label }) => option(id, label)),
  );
  onChoice(definitions, samples.definitions, choices.definition);
  onChoice(people, samples.people, choices.person);
}

/** Shows which samples the texts are; undefined is the reader's own. */
export function showChoices(definition: string | undefined, person: string | undefined): void {
  definitions.value = definition ?? '';
  people.value = person ?? '';
}

function option(value: string, label: string): HTMLOptionElement {
  return element('option', { value }, label);
}

function onChoice<T extends { id: string }>(
  menu: HTMLSelectElement,
  all: T[],
  choose: (chosen: T) => void,
): void {
  menu.addEventListener('change', () => {
    const chosen = all.find(({ id }) => id === menu.value);
    if (chosen) choose(chosen);
  });
}
