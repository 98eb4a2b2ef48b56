// The explanation as a tree: what each part of the rule came to, and which parts decided.

import { byId, element } from '../dom';
import type { Range } from '../editor/highlight';
import type { Outcome, Part, Sign } from '../protocol';

export interface Pointing {
  /** The pointer or the keyboard is on a part; on none: undefined. */
  highlight(range: Range | undefined): void;
  jump(range: Range): void;
}

const host = byId('why', HTMLElement);

const SIGNS: Record<Sign, [string, string]> = {
  true: ['✓', 'true'],
  false: ['✗', 'false'],
  value: ['', ''],
  unused: ['·', ''],
};

export function showWhy(outcome: Outcome, pointing: Pointing): void {
  pointing.highlight(undefined);
  if (outcome.kind !== 'result') {
    host.replaceChildren(element('p', { class: 'quiet' }, 'There is no result to explain yet.'));
    return;
  }
  const rows = outcome.why.map((part, index) => row(part, index, pointing));
  const tree = element('ul', { role: 'tree', 'aria-labelledby': 'why-title' }, ...rows);
  tree.addEventListener('keydown', (event) => move(event, rows));
  tree.addEventListener('pointerleave', () => pointing.highlight(undefined));
  const rest = `… and ${outcome.more} more parts`;
  host.replaceChildren(tree, ...(outcome.more ? [element('p', { class: 'quiet' }, rest)] : []));
}

function row(part: Part, index: number, pointing: Pointing): HTMLLIElement {
  const { depth, sign, decides, times, value } = part;
  const [symbol, word] = SIGNS[sign];
  const isBoolean = sign !== 'value' && sign !== 'unused';
  const made = element(
    'li',
    {
      role: 'treeitem',
      'aria-level': String(depth + 1),
      'data-sign': sign,
      'data-depth': String(Math.min(depth, 8)),
      tabindex: index === 0 ? '0' : '-1',
    },
    element('span', { class: 'sign', title: word || undefined, 'aria-hidden': 'true' }, symbol),
    element('code', { title: part.text }, part.text),
    element(
      'span',
      { class: 'value' },
      isBoolean && times ? times : value,
      !isBoolean && times !== '' && element('span', { class: 'times' }, ` (${times})`),
      decides && element('b', { class: 'decides' }, 'decides'),
    ),
  );
  made.addEventListener('pointerenter', () => pointing.highlight(part));
  made.addEventListener('focus', () => pointing.highlight(part));
  made.addEventListener('blur', () => pointing.highlight(undefined));
  made.addEventListener('click', () => pointing.jump(part));
  return made;
}

/** Arrow keys walk through the tree, Enter goes to the part in the editor. */
function move(event: KeyboardEvent, rows: HTMLLIElement[]): void {
  const at = rows.findIndex((one) => one === document.activeElement);
  const targets: Record<string, number> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    Home: 0,
    End: rows.length - 1,
  };
  if (event.key === 'Enter') {
    event.preventDefault();
    rows[at]?.click();
  }
  const target = rows[targets[event.key] ?? -1];
  if (!target) return;
  event.preventDefault();
  for (const one of rows) one.tabIndex = one === target ? 0 : -1;
  target.focus();
}
