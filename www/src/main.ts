// The page: what a person gives goes to the worker, the answer is shown, the address keeps it all.

import { byId, debounced } from './dom';
import { Engine } from './engine';
import { Inputs } from './inputs';
import { fromHash, toHash } from './link';
import { loadSamples, ruleText, type Samples } from './samples';
import { showAnswer } from './view/answer';
import { fillChoices, showChoices } from './view/choices';
import { showMessage } from './view/notice';
import { markStale, showTiming, showTrouble } from './view/verdict';

const PAUSE_MS = 120;
const LINK_PAUSE_MS = 400;

let samples: Samples = {
  now: new Date().toISOString(),
  definitions: [],
  groups: [],
  people: [],
};
/** The texts of rules that came as trees. */
const textOfTree = new Map<string, string>();
/** The hash that this page itself wrote last. */
let written = '';

const inputs = new Inputs(changed);
const engine = new Engine({
  answer(answer, question) {
    if (answer.text === undefined) showAnswer(answer, question, inputs);
    else turnToText(question.rule, answer.text);
  },
  timing: showTiming,
  trouble(message) {
    showMessage('notice', message);
    showTrouble();
  },
});
const ask = debounced(PAUSE_MS, () => engine.ask(inputs.question));
const remember = debounced(LINK_PAUSE_MS, () => void writeLink());

void start();

async function start(): Promise<void> {
  let problem: string | undefined;
  try {
    samples = await loadSamples();
  } catch (error) {
    problem = `The samples could not be loaded (${String(error)}); everything else works.`;
  }
  fillChoices(samples, {
    definition: (chosen) => inputs.chooseDefinition(chosen),
    person: (chosen) => inputs.choosePerson(chosen),
  });
  onClick('now-samples', () => inputs.setNow(samples.now));
  onClick('now-clock', () => inputs.setNow(new Date().toISOString()));
  onClick('share', () => void share());
  window.addEventListener('hashchange', () => void readLink());
  await readLink();
  if (problem) showMessage('notice', problem);
}

function onClick(id: string, work: () => void): void {
  byId(id, HTMLButtonElement).addEventListener('click', work);
}

/** After every change, by a person or by a choice of theirs. */
function changed(): void {
  const { rule } = inputs.question;
  const isChosen = (text: string): boolean => text === rule || textOfTree.get(text) === rule;
  const definition = samples.definitions.find((one) => isChosen(ruleText(one)));
  markStale();
  showMessage('notice', undefined);
  showChoices(definition?.id, inputs.person);
  ask();
  remember();
}

/** A tree is shown as text: unless it was edited meanwhile, it is the answer that counts. */
function turnToText(tree: string, text: string): void {
  textOfTree.set(tree, text);
  if (inputs.rule.text !== tree) return;
  inputs.rule.text = text;
  changed();
}

/** Whether the link holds everything. */
async function writeLink(): Promise<boolean> {
  const { hash, complete } = await toHash(inputs.linked);
  written = hash;
  history.replaceState(null, '', hash);
  return complete;
}

async function readLink(): Promise<void> {
  if (written !== '' && location.hash === written) return;
  const { linked, damaged } = await fromHash(location.hash);
  inputs.take(linked, samples);
  const problem = 'The profile in this link cannot be read: it may have been cut short.';
  if (damaged) showMessage('notice', problem);
}

async function share(): Promise<void> {
  const missing = (await writeLink())
    ? ''
    : ' It leaves out the profile, which is too long for a link.';
  try {
    await navigator.clipboard.writeText(location.href);
    showMessage('notice', `The link is in the clipboard.${missing}`);
  } catch {
    showMessage('notice', `The address of this page is the link: copy it from there.${missing}`);
  }
}
