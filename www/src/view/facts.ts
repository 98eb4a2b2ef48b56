// What is known of the rule without a profile: where it can be evaluated, and what it reads.

import type { Eligibility, Report } from 'pql-edge';

import { byId, element } from '../dom';
import type { Pointing } from './why';

const where = byId('where', HTMLElement);
const reads = byId('reads', HTMLElement);

export function showFacts(report: Report, pointing: Pointing): void {
  if (!report.ok) {
    for (const host of [where, reads]) {
      host.replaceChildren(element('p', { class: 'quiet' }, 'Known once the rule compiles.'));
    }
    return;
  }
  where.replaceChildren(...eligibility(report.eligibility, pointing));
  reads.replaceChildren(...paths(report));
}

function eligibility(found: Eligibility, pointing: Pointing): HTMLElement[] {
  const ways: [string, boolean][] = [
    ['Edge', found.edge],
    ['Streaming', found.streaming],
    ['Batch', found.batch],
  ];
  const items = ways.map(([name, allowed]) => {
    const sign = element('span', { 'aria-hidden': 'true' }, allowed ? '✓' : '✗');
    const no = allowed ? '' : ' no';
    return element('li', { class: allowed ? 'yes' : 'no' }, sign, name, no && hidden(no));
  });
  const kind = element('li', { class: 'kind' }, found.kind);
  const list = element('ul', { class: 'ways' }, ...items, kind);
  const reasons = found.reasons.map((reason) => {
    const button = element('button', { type: 'button', class: 'reason' }, reason.message);
    button.addEventListener('pointerenter', () => pointing.highlight(reason));
    button.addEventListener('focus', () => pointing.highlight(reason));
    button.addEventListener('pointerleave', () => pointing.highlight(undefined));
    button.addEventListener('blur', () => pointing.highlight(undefined));
    button.addEventListener('click', () => pointing.jump(reason));
    return element('li', {}, button);
  });
  return reasons.length > 0 ? [list, element('ul', { class: 'reasons' }, ...reasons)] : [list];
}

function hidden(text: string): HTMLElement {
  return element('span', { class: 'hidden' }, text);
}

function paths({ reads: paths, segments }: Report): HTMLElement[] {
  const all = [...paths, ...segments.map((id) => `audience ${id}`)];
  if (all.length === 0) return [element('p', { class: 'quiet' }, 'Nothing of the profile.')];
  const items = all.map((path) => element('li', {}, element('code', {}, path)));
  return [element('ul', { class: 'paths' }, ...items)];
}
