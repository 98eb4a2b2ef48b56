// How the editors look: colours and fonts are those of the page, by its variables.

import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const look = EditorView.theme({
  '&': { maxHeight: 'var(--most)', color: 'var(--ink)', backgroundColor: 'var(--field)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { font: 'var(--code)', overflow: 'auto' },
  '.cm-content': { minHeight: 'var(--least)', padding: '10px 0', caretColor: 'var(--ink)' },
  '.cm-line': { padding: '0 12px' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-selectionBackground': { backgroundColor: 'var(--selection)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    backgroundColor: 'var(--selection)',
  },
  '.cm-placeholder': { color: 'var(--quiet)' },
  '.cm-why': { backgroundColor: 'var(--mark)', borderRadius: '2px' },
  '.cm-tooltip': {
    color: 'var(--ink)',
    backgroundColor: 'var(--card)',
    border: '1px solid var(--line)',
    borderRadius: '6px',
    maxWidth: 'min(34rem, 88vw)',
    overflow: 'hidden',
  },
  '.cm-diagnostic': { font: 'var(--text)', fontSize: '13px', padding: '6px 10px' },
});

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--keyword)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--string)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--number)' },
  { tag: tags.function(tags.variableName), color: 'var(--function)' },
  { tag: tags.propertyName, color: 'var(--function)' },
  { tag: tags.operator, color: 'var(--quiet)' },
]);

export const theme: Extension = [look, syntaxHighlighting(colours)];
