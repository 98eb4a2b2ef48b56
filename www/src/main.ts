// The page: takes the rule, the profile and the time, asks the worker, shows the answer.

import { json } from '@codemirror/lang-json';

import { byId, debounced } from './dom';
import { Editor, type Squiggle } from './editor/editor';
import { pql } from './editor/pql';
import { Engine } from './engine';
import { fromHash, toHash, type Linked } from './link';
import type { Answer, Question } from './protocol';
import { loadSamples, type Definition, type Person, type Samples } from './samples';
import { fillChoices, showChoices } from './view/choices';
import { showFacts } from './view/facts';
import { showFindings } from './view/findings';
import { showMessage, type Place } from './view/notice';
import { markStale, showTiming, showTrouble, showVerdict } from './view/verdict';
import { showWhy, type Pointing } from './view/why';

const RULE_LIMIT = 65_536;
const PROFILE_LIMIT = 2_000_000;
const PAUSE_MS = 120;
const LINK_PAUSE_MS = 400;
// What a first visit shows: a rule that the person misses by one condition.
const FIRST_RULE = 'Order above 250 in 30 days';
const FIRST_PERSON = 'acme-0112';

let samples: Samples = { now: new Date().toISOString(), definitions: [], people: [] };
let person: string | undefined;

const now = byId('now', HTMLInputElement);
const rule = editor('rule', 'Rule, in PQL', 'homeAddress.countryCode = "CA"', pql, RULE_LIMIT);
const profile = editor('profile', 'Profile, as JSON', '{ }', json(), PROFILE_LIMIT);
const engine = new Engine({ answer: show, timing: showTiming, trouble });
const ask = debounced(PAUSE_MS, () => engine.ask(question()));
const remember = debounced(LINK_PAUSE_MS, () => void writeLink());
const pointing: Pointing = {
  highlight: (range) => rule.highlight(range),
  jump: (range) => rule.jump(range),
};

void start();

async function start(): Promise<void> {
  try {
    samples = await loadSamples();
  } catch (error) {
    showMessage('notice', `The samples could not be loaded (${String(error)}); the rest works.`);
  }
  fillChoices(samples, { definition: chooseDefinition, person: choosePerson });
  now.addEventListener('input', changed);
  byId('now-samples', HTMLElement).addEventListener('click', () => setNow(samples.now));
  byId('now-clock', HTMLElement).addEventListener('click', () => setNow(new Date().toISOString()));
  byId('share', HTMLElement).addEventListener('click', () => void share());
  window.addEventListener('hashchange', () => void readLink());
  await readLink();
}

function editor(
  id: 'rule' | 'profile',
  label: string,
  hint: string,
  language: ConstructorParameters<typeof Editor>[0]['language'],
  limit: number,
): Editor {
  const place: Place = id === 'rule' ? 'notice' : 'profile-problem';
  return new Editor({
    host: byId(id, HTMLElement),
    label,
    hint,
    language,
    limit,
    changed() {
      if (id === 'profile') person = undefined;
      changed();
    },
    refused: (length) => showMessage(place, tooLong(label, length, limit)),
  });
}

function tooLong(label: string, length: number, limit: number): string {
  const [is, most] = [length, limit].map((number) => number.toLocaleString('en'));
  const what = label.split(',')[0]?.toLowerCase();
  return `The ${what} would be ${is} characters long; this page takes ${most}. It stays as it was.`;
}

function question(): Question {
  return { rule: rule.text, profile: profile.text, now: now.value };
}

/** After every change, by a person or by a choice of theirs. */
function changed(): void {
  markStale();
  showMessage('notice', undefined);
  showChoices(sampleOf(rule.text)?.id, person);
  ask();
  remember();
}

function show(answer: Answer, { profile: asked }: Question): void {
  const { report, outcome } = answer;
  showVerdict(answer);
  showFindings(report.diagnostics, pointing.jump);
  showWhy(outcome, pointing);
  showFacts(report, pointing);
  const raw = outcome.kind === 'result' ? outcome.raw : undefined;
  byId('raw-section', HTMLElement).hidden = raw === undefined;
  byId('raw', HTMLElement).textContent = raw ?? '';
  showMessage('now-problem', outcome.kind === 'now' ? outcome.message : undefined);
  now.setAttribute('aria-invalid', String(outcome.kind === 'now'));
  showMessage('profile-problem', outcome.kind === 'profile' ? outcome.message : undefined);
  rule.squiggles(report.diagnostics.map(squiggle));
  profile.squiggles(outcome.kind === 'profile' ? profileSquiggle(outcome, asked) : []);
}

function squiggle({ start, end, severity, code, message, help }: Finding): Squiggle {
  const text = `${code}: ${message}${help ? `\n${help}` : ''}`;
  return { from: start, to: end, severity: severity === 'hint' ? 'hint' : severity, message: text };
}

type Finding = Answer['report']['diagnostics'][number];

function profileSquiggle(problem: { message: string; at: number | undefined }, asked: string): Squiggle[] {
  if (problem.at === undefined) return [];
  const to = Math.min(problem.at + 1, asked.length);
  return [{ from: problem.at, to, severity: 'error', message: problem.message }];
}

function trouble(message: string): void {
  showMessage('notice', message);
  showTrouble();
}

function chooseDefinition({ expression }: Definition): void {
  rule.text = textOf(expression.value);
  changed();
}

function choosePerson({ id, text }: Person): void {
  profile.text = text;
  person = id;
  changed();
}

function setNow(text: string): void {
  now.value = text;
  changed();
}

const textOf = (value: string | object): string =>
  typeof value === 'string' ? value : JSON.stringify(value, null, 2);

function sampleOf(text: string): Definition | undefined {
  return samples.definitions.find(({ expression }) => textOf(expression.value) === text);
}

let written = '';

async function writeLink(): Promise<boolean> {
  const own = person === undefined ? profile.text : undefined;
  const state: Linked = { rule: rule.text, now: now.value, sample: person, profile: own };
  const { hash, complete } = await toHash(state);
  written = hash;
  history.replaceState(null, '', hash);
  return complete;
}

/** Takes the state from the address, and what it lacks from the samples. */
async function readLink(): Promise<void> {
  if (written !== '' && location.hash === written) return;
  let linked: Linked | undefined;
  let problem: string | undefined;
  try {
    linked = await fromHash(location.hash);
  } catch {
    problem = 'The profile in this link cannot be read: it may have been cut short.';
  }
  const first = samples.definitions.find(({ name }) => name === FIRST_RULE);
  rule.text = linked?.rule ?? textOf(first?.expression.value ?? '');
  now.value = linked?.now ?? samples.now;
  const wanted = linked?.sample ?? FIRST_PERSON;
  const sample = linked?.profile === undefined ? samples.people.find(({ id }) => id === wanted) : undefined;
  person = sample?.id;
  profile.text = linked?.profile ?? sample?.text ?? '{}';
  changed();
  showMessage('notice', problem);
}

async function share(): Promise<void> {
  const complete = await writeLink();
  const missing = complete ? '' : ' It leaves out the profile, which is too long for a link.';
  try {
    await navigator.clipboard.writeText(location.href);
    showMessage('notice', `The link is in the clipboard.${missing}`);
  } catch {
    showMessage('notice', `Copy the address of this page: it is the link.${missing}`);
  }
}
