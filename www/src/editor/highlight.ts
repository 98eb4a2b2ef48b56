// One highlighted stretch of the text, as while the pointer is on a line of the explanation.

import { StateEffect, StateField } from '@codemirror/state';
import { Decoration, EditorView, type DecorationSet } from '@codemirror/view';

export interface Range {
  start: number;
  end: number;
}

export const setHighlight = StateEffect.define<Range | undefined>();

const mark = Decoration.mark({ class: 'cm-why' });

export const highlight = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(shown, transaction) {
    let next = shown.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (effect.is(setHighlight)) next = decorations(effect.value, transaction.newDoc.length);
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** The answer may be older than the text: what lies beyond its end is left out. */
function decorations(range: Range | undefined, length: number): DecorationSet {
  if (!range) return Decoration.none;
  const end = Math.min(range.end, length);
  return range.start < end ? Decoration.set(mark.range(range.start, end)) : Decoration.none;
}
