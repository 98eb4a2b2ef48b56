//! From byte offsets to what people and JavaScript count.

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
#[derive(Clone, Copy, Debug)]
pub struct Lines<'s> {
    source: &'s str,
}

impl<'s> Lines<'s> {
    /// Over `source`.
    #[must_use]
    pub const fn new(source: &'s str) -> Lines<'s> {
        Lines { source }
    }

    /// Whether there is no text at all, as for problems of profiles and options.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.source.is_empty()
    }

    /// The place of a byte offset; an offset inside a character counts as its start, one behind
    /// the end as the end. Linear in the offset.
    #[must_use]
    pub fn position(&self, offset: u32) -> Position {
        let mut position = Position { line: 1, column: 1, utf16: 0 };
        for (at, character) in self.source.char_indices() {
            if at + character.len_utf8() > offset as usize {
                break;
            }
            position.utf16 += character.len_utf16() as u32;
            if character == '\n' {
                position.line += 1;
                position.column = 1;
            } else {
                position.column += 1;
            }
        }
        position
    }

    /// The text of a line, counted from 1, without its end.
    #[must_use]
    pub fn line(&self, line: u32) -> &'s str {
        self.source.lines().nth(line.saturating_sub(1) as usize).unwrap_or("")
    }
}

#[cfg(test)]
mod tests {
    use super::{Lines, Position};

    #[test]
    fn counts_characters_and_code_units() {
        let lines = Lines::new("a = \"😀é\"\nb");
        assert_eq!(lines.position(9), Position { line: 1, column: 7, utf16: 7 });
        assert_eq!(lines.position(13), Position { line: 2, column: 1, utf16: 10 });
        assert_eq!(lines.line(2), "b");
    }
}
