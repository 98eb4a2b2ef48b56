//! From byte offsets to what people and JavaScript count.

use alloc::vec::Vec;

/// A place as an editor names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// UTF-16 code units from the start of the text.
    pub utf16: u32,
}

/// Converts byte offsets of one text, in any order.
#[derive(Clone, Debug)]
pub struct Lines<'s> {
    source: &'s str,
    // What was counted up to some offsets, so that no count starts at the beginning.
    known: Vec<(usize, Position)>,
}

/// How many bytes lie between two known offsets, at least.
const STRIDE: usize = 512;

impl<'s> Lines<'s> {
    /// Over `source`. Linear in its length.
    #[must_use]
    pub fn new(source: &'s str) -> Lines<'s> {
        let mut position = Position { line: 1, column: 1, utf16: 0 };
        let mut known = Vec::from([(0, position)]);
        let mut next = STRIDE;
        for (at, character) in source.char_indices() {
            if at >= next {
                known.push((at, position));
                next = at + STRIDE;
            }
            position.pass(character);
        }
        Lines { source, known }
    }

    /// Whether there is no text at all, as for problems of profiles and options.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.source.is_empty()
    }

    /// The place of a byte offset; an offset inside a character counts as its start, one behind
    /// the end as the end. Logarithmic in the length of the text.
    #[must_use]
    pub fn position(&self, offset: u32) -> Position {
        let offset = offset as usize;
        let before = self.known.partition_point(|(at, _)| *at <= offset);
        let (start, mut position) = match before.checked_sub(1).and_then(|it| self.known.get(it)) {
            Some(known) => *known,
            None => (0, Position { line: 1, column: 1, utf16: 0 }),
        };
        for (at, character) in self.source.get(start..).unwrap_or("").char_indices() {
            if start + at + character.len_utf8() > offset {
                break;
            }
            position.pass(character);
        }
        position
    }

    /// The text of the line that a byte offset lies in, without its end. Linear in its length.
    #[must_use]
    pub fn line(&self, offset: u32) -> &'s str {
        let mut offset = (offset as usize).min(self.source.len());
        while !self.source.is_char_boundary(offset) {
            offset -= 1;
        }
        let (before, behind) = self.source.split_at_checked(offset).unwrap_or((self.source, ""));
        let start = before.rfind('\n').map_or(0, |end| end + 1);
        let end = behind.find('\n').map_or(self.source.len(), |end| offset + end);
        self.source.get(start..end).unwrap_or("").trim_end_matches('\r')
    }
}

impl Position {
    fn pass(&mut self, character: char) {
        self.utf16 += character.len_utf16() as u32;
        if character == '\n' {
            self.line += 1;
            self.column = 1;
        } else {
            self.column += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use super::{Lines, Position};

    #[test]
    fn counts_characters_and_code_units() {
        let lines = Lines::new("a = \"😀é\"\r\nb");
        assert_eq!(lines.position(9), Position { line: 1, column: 7, utf16: 7 });
        assert_eq!(lines.position(14), Position { line: 2, column: 1, utf16: 11 });
        assert_eq!(lines.position(99), Position { line: 2, column: 2, utf16: 12 });
        assert_eq!(lines.line(3), "a = \"😀é\"");
        assert_eq!(lines.line(14), "b");
        assert_eq!(lines.line(99), "b");
    }

    #[test]
    fn long_texts_are_counted_from_nearby() {
        let text: String = "ab😀\n".repeat(1_000);
        let lines = Lines::new(&text);
        for line in 0..1_000 {
            let place = Position { line: line + 1, column: 3, utf16: line * 5 + 2 };
            assert_eq!(lines.position(line * 7 + 2), place);
            assert_eq!(lines.position(line * 7 + 4), place);
        }
    }
}
