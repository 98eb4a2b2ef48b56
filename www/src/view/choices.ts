// The menus of sample rules and sample profiles.

import { byId, element } from '../dom';
import { ruleText, type Definition, type Person, type Samples } from '../samples';

const definitions = byId('definition', HTMLSelectElement);
const people = byId('person', HTMLSelectElement);

export interface Choices {
  definition(chosen: Definition): void;
  person(chosen: Person): void;
}

/** Kinds of definitions that are not for the edge. */
const SLOWER = [
  ['continuous', 'Streaming'],
  ['batch', 'Batch'],
] as const;

const filter = byId('definition-filter', HTMLInputElement);
let chosenDefinition = '';

export function fillChoices(samples: Samples, choices: Choices): void {
  const groups = groupsOf(samples);
  const list = (): void => listDefinitions(groups);
  list();
  people.replaceChildren(
    option('', 'Own profile'),
    ...samples.people.map(({ id, label }) => option(id, label)),
  );
  filter.placeholder = `Find in ${samples.definitions.length} rules`;
  filter.addEventListener('input', list);
  filter.addEventListener('keydown', (event) => {
    const [found] = matching(groups).flatMap(([, members]) => members);
    if (event.key === 'Enter' && found && filter.value.trim()) choices.definition(found);
  });
  onChoice(definitions, samples.definitions, choices.definition);
  onChoice(people, samples.people, choices.person);
}

type Labelled = [string, Definition[]];

function groupsOf({ definitions: all, groups }: Samples): Labelled[] {
  const byKind = groups.map(({ label, ids }): Labelled => [
    `Edge: ${label.toLowerCase()}`,
    ids.flatMap((id) => all.find((one) => one.id === id) ?? []),
  ]);
  const slower = SLOWER.map(([way, label]): Labelled => [
    label,
    all.filter((one) => one.evaluationInfo[way].enabled),
  ]);
  return [...byKind, ...slower];
}

/** The definitions with every word of the filter in their kind, name or rule. */
function matching(groups: Labelled[]): Labelled[] {
  const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (label: string, one: Definition): boolean => {
    const text = `${label} ${one.name} ${ruleText(one)}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
  return groups
    .map(([label, members]): Labelled => [label, members.filter((one) => fits(label, one))])
    .filter(([, members]) => members.length > 0);
}

function listDefinitions(groups: Labelled[]): void {
  const found = matching(groups);
  const number = found.reduce((sum, [, members]) => sum + members.length, 0);
  const rules = number === 1 ? '1 rule' : `${number} rules`;
  definitions.replaceChildren(
    option('', filter.value.trim() ? `${rules} found` : 'Own rule'),
    ...found.map(([label, members]) =>
      element('optgroup', { label }, ...members.map(({ id, name }) => option(id, name))),
    ),
  );
  markChosen();
}

/** The chosen definition, where the menu has it. */
function markChosen(): void {
  definitions.value = chosenDefinition;
  if (definitions.selectedIndex < 0) definitions.value = '';
}

/** Shows which samples the texts are; undefined is the reader's own. */
export function showChoices(definition: string | undefined, person: string | undefined): void {
  chosenDefinition = definition ?? '';
  markChosen();
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
