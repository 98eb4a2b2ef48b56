// Shows one answer, each part of it in its place.

import type { Squiggle } from '../editor/editor';
import { byId } from '../dom';
import type { Inputs } from '../inputs';
import type { Answer, Problem, Question } from '../protocol';
import { showFacts } from './facts';
import { showFindings } from './findings';
import { showMessage } from './notice';
import { showVerdict } from './verdict';
import { showWhy, type Pointing } from './why';

export function showAnswer(answer: Answer, asked: Question, inputs: Inputs): void {
  const { report, outcome, profile, now } = answer;
  const pointing: Pointing = {
    highlight: (range) => inputs.rule.highlight(range),
    jump: (range) => inputs.rule.jump(range),
  };
  showVerdict(answer);
  showFindings(report.diagnostics, pointing.jump);
  showWhy(outcome, pointing);
  showFacts(report, pointing);
  showRaw(outcome.kind === 'result' ? outcome.raw : undefined);
  showMessage('now-problem', now?.message);
  inputs.now.setAttribute('aria-invalid', String(now !== undefined));
  showMessage('profile-problem', profile?.message);
  inputs.rule.squiggles(report.diagnostics.map(squiggle));
  inputs.profile.squiggles(profileSquiggles(profile, asked.profile));
}

function showRaw(raw: string | undefined): void {
  byId('raw-section', HTMLElement).hidden = raw === undefined;
  byId('raw', HTMLElement).textContent = raw ?? '';
}

type Finding = Answer['report']['diagnostics'][number];

function squiggle({ start, end, severity, code, message, help }: Finding): Squiggle {
  const text = `${code}: ${message}${help ? `\n${help}` : ''}`;
  return { from: start, to: end, severity, message: text };
}

function profileSquiggles(problem: Problem | undefined, text: string): Squiggle[] {
  if (problem?.at === undefined) return [];
  const { at, message } = problem;
  return [{ from: at, to: Math.min(at + 1, text.length), severity: 'error', message }];
}
