// PQL for the eye: which words, strings and numbers get a colour. The engine has the real grammar.

import { StreamLanguage } from '@codemirror/language';
import { tags } from '@lezer/highlight';

const KEYWORDS = new Set(
  `and or not in notin like select from where exists forall some all none one chain what when count
   occurs between before after now today yesterday tomorrow this last next ago from minute minutes
   hour hours day days week weeks month months year years true false null if`.split(/\s+/),
);

export const pql = StreamLanguage.define<object>({
  name: 'pql',
  startState: () => ({}),
  token(stream) {
    if (stream.eatSpace()) return null;
    if (stream.match(/^"(?:[^"\\]|\\.)*"?/)) return 'string';
    if (stream.match(/^\d+(?:\.\d+)?(?:e[+-]?\d+)?/i)) return 'number';
    if (stream.match(/^(?:[=!<>+*/%:^-]|=>)+/)) return 'operator';
    const word = stream.match(/^[\p{L}_$@][\p{L}\p{N}_]*/u);
    if (!Array.isArray(word)) {
      stream.next();
      return null;
    }
    const inPath = stream.string.charAt(stream.start - 1) === '.';
    if (stream.match(/^\s*\(/, false)) return KEYWORDS.has(lower(word)) ? 'keyword' : 'call';
    return !inPath && KEYWORDS.has(lower(word)) ? 'keyword' : 'variableName';
  },
  tokenTable: { call: tags.function(tags.variableName) },
});

const lower = (word: RegExpMatchArray): string => (word[0] ?? '').toLowerCase();
