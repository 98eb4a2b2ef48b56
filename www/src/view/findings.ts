// The list of what there is to say about the rule, below its editor.

import type { Diagnostic } from 'pql-edge';

import { byId, element } from '../dom';
import type { Range } from '../editor/highlight';

const list = byId('findings', HTMLUListElement);

const SIGNS = { error: '✗', warning: '!', hint: 'i' };

export function showFindings(found: Diagnostic[], jump: (range: Range) => void): void {
  list.replaceChildren(...found.map((one) => item(one, jump)));
}

function item(found: Diagnostic, jump: (range: Range) => void): HTMLLIElement {
  const { code, severity, message, help, line, column } = found;
  const button = element(
    'button',
    { type: 'button', class: `finding ${severity}` },
    element('span', { class: 'sign', 'aria-hidden': 'true' }, SIGNS[severity]),
    element('code', {}, code),
    element('span', { class: 'message' }, `${message} `, place(line, column)),
    help && element('span', { class: 'help' }, help),
  );
  button.addEventListener('click', () => jump(found));
  return element('li', {}, button);
}

function place(line: number, column: number): HTMLElement {
  return element('span', { class: 'place' }, `line ${line}, column ${column}`);
}
