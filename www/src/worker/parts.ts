// The explanation as lines to show: short texts instead of whole values, and no literals.

import type { ExplanationNode } from 'pql-edge/slim';

import type { Part, Sign } from '../protocol';

const MOST = 250;
const TEXT = 200;
const VALUE = 80;

/** The lines in reading order, and how many more there would be. */
export function parts(root: ExplanationNode, rule: string): { why: Part[]; more: number } {
  const why: Part[] = [];
  let more = 0;
  const visit = (node: ExplanationNode, depth: number): void => {
    const text = rule.slice(node.start, node.end);
    if (depth > 0 && isLiteral(node, text)) return;
    if (why.length < MOST) why.push(part(node, text, depth));
    else more += 1;
    // Nothing inside was looked at; and of a path, its beginnings say nothing new.
    if (!node.shown || isPath(text)) return;
    for (const child of node.children) visit(child, depth + 1);
  };
  visit(root, 0);
  return { why, more };
}

function part(node: ExplanationNode, text: string, depth: number): Part {
  return {
    depth,
    start: node.start,
    end: node.end,
    text: oneLine(text, TEXT),
    sign: sign(node),
    value: node.shown ? shown(node.value) : 'not needed',
    times: times(node),
    decides: node.decided && depth > 0 && typeof node.value === 'boolean',
  };
}

function sign({ shown, value }: ExplanationNode): Sign {
  if (!shown) return 'unused';
  if (typeof value !== 'boolean') return 'value';
  return value ? 'true' : 'false';
}

function times({ evaluated, passed, value, items }: ExplanationNode): string {
  if (items) return items.text;
  if (evaluated < 2 || typeof value !== 'boolean') return '';
  return `true ${passed} of ${evaluated} times`;
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return 'missing';
  if (Array.isArray(value) && value.some(isObject)) return `list of ${value.length}`;
  return oneLine(JSON.stringify(value), VALUE);
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;

function isLiteral({ children }: ExplanationNode, text: string): boolean {
  return children.length === 0 && /^("|-?[\d.]+$|(true|false|null)$)/i.test(text);
}

const isPath = (text: string): boolean => /^[\p{L}_$^@%][^\s()[\]{}"+*/<>=!,-]*$/u.test(text);

/** Cut between characters, never inside one. */
function oneLine(text: string, width: number): string {
  const words = text.slice(0, width * 8).trim().replace(/\s+/g, ' ');
  const cut = words.length > width || text.length > width * 8;
  return cut ? `${words.slice(0, width).replace(/[\ud800-\udbff]$/, '')}…` : words;
}
