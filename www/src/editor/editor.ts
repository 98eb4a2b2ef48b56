// A text editor of the page: CodeMirror with its squiggles, a highlight and a limit on the length.

import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching } from '@codemirror/language';
import { lintKeymap, setDiagnostics, type Diagnostic as Squiggle } from '@codemirror/lint';
import { Annotation, EditorState, type Extension } from '@codemirror/state';
import { EditorView, drawSelection, keymap, placeholder } from '@codemirror/view';

import { highlight, setHighlight, type Range } from './highlight';
import { theme } from './theme';

export interface Options {
  host: HTMLElement;
  label: string;
  hint: string;
  language: Extension;
  /** The most UTF-16 units that it takes. */
  limit: number;
  changed(): void;
  refused(length: number): void;
}

export type { Squiggle };

const fromProgram = Annotation.define<boolean>();

export class Editor {
  #view: EditorView;

  constructor(options: Options) {
    // In a shadow tree the editor's styles need no exception from the page's content policy.
    const root = options.host.attachShadow({ mode: 'open' });
    const state = EditorState.create({ extensions: extensions(options) });
    this.#view = new EditorView({ state, root, parent: root });
  }

  get text(): string {
    return this.#view.state.doc.toString();
  }

  /** Replaces the text without telling `changed`. */
  set text(text: string) {
    const changes = { from: 0, to: this.#view.state.doc.length, insert: text };
    this.#view.dispatch({ changes, annotations: fromProgram.of(true), scrollIntoView: true });
  }

  squiggles(found: Squiggle[]): void {
    const { length } = this.#view.state.doc;
    const inside = found.map((one) => {
      const to = Math.min(one.to, length);
      return { ...one, from: Math.min(one.from, to), to };
    });
    this.#view.dispatch(setDiagnostics(this.#view.state, inside));
  }

  highlight(range: Range | undefined): void {
    this.#view.dispatch({ effects: setHighlight.of(range) });
  }

  /** Puts the cursor there, with the stretch selected, and shows it. */
  jump({ start, end }: Range): void {
    const { length } = this.#view.state.doc;
    const selection = { anchor: Math.min(end, length), head: Math.min(start, length) };
    this.#view.dispatch({ selection, scrollIntoView: true });
    this.#view.focus();
  }
}

function extensions({ label, hint, language, limit, changed, refused }: Options): Extension {
  return [
    history(),
    drawSelection(),
    bracketMatching(),
    keymap.of([...defaultKeymap, ...historyKeymap, ...lintKeymap]),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false' }),
    placeholder(hint),
    language,
    theme,
    highlight,
    EditorState.changeFilter.of((transaction) => {
      const { length } = transaction.newDoc;
      if (length <= limit) return true;
      queueMicrotask(() => refused(length));
      return false;
    }),
    EditorView.updateListener.of(({ docChanged, transactions }) => {
      if (docChanged && !transactions.some((one) => one.annotation(fromProgram))) changed();
    }),
  ];
}
