//! Text with places to break it, put on lines of a width in linear time (after Oppen and Wadler).

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

/// Text and breaks in their order; groups and indents are brackets among them.
#[derive(Default)]
pub(super) struct Layout<'t> {
    pieces: Vec<Piece<'t>>,
}

enum Piece<'t> {
    Text(Cow<'t, str>),
    /// Breaks when its group does not fit on the line; else this text.
    Line(&'static str),
    /// Breaks when what follows, up to the next break of its group, does not fit; else this text.
    Fill(&'static str),
    /// The same; lines start further right up to its end when it breaks.
    Hang(&'static str),
    HangEnd,
    /// A group starts.
    Open,
    Close,
    /// Lines start further right from here.
    In,
    Out,
}

/// Columns of one level.
const INDENT: usize = 2;

impl<'t> Layout<'t> {
    pub(super) fn text(&mut self, text: impl Into<Cow<'t, str>>) {
        self.pieces.push(Piece::Text(text.into()));
    }

    /// A break of the group that it stands in: a group breaks everywhere or nowhere.
    pub(super) fn line(&mut self, flat: &'static str) {
        self.pieces.push(Piece::Line(flat));
    }

    /// A break that is taken only where the line is full.
    pub(super) fn fill(&mut self, flat: &'static str) {
        self.pieces.push(Piece::Fill(flat));
    }

    /// The same, with what follows up to `hang_end` further right when it is taken.
    pub(super) fn hang(&mut self, flat: &'static str) {
        self.pieces.push(Piece::Hang(flat));
    }

    pub(super) fn hang_end(&mut self) {
        self.pieces.push(Piece::HangEnd);
    }

    pub(super) fn open(&mut self) {
        self.pieces.push(Piece::Open);
    }

    pub(super) fn close(&mut self) {
        self.pieces.push(Piece::Close);
    }

    pub(super) fn indent(&mut self) {
        self.pieces.push(Piece::In);
    }

    pub(super) fn outdent(&mut self) {
        self.pieces.push(Piece::Out);
    }

    /// A place where text can be put later.
    pub(super) fn place(&mut self) -> usize {
        self.text("");
        self.pieces.len() - 1
    }

    /// Puts text at a place.
    pub(super) fn put(&mut self, place: usize, text: &'static str) {
        if let Some(piece) = self.pieces.get_mut(place) {
            *piece = Piece::Text(text.into());
        }
    }

    /// The first text behind a place.
    pub(super) fn first_behind(&self, place: usize) -> &str {
        let behind = self.pieces.iter().skip(place + 1);
        let mut texts = behind.filter_map(|piece| match piece {
            Piece::Text(text) => Some(text.as_ref()),
            _ => None,
        });
        texts.next().unwrap_or("")
    }

    /// The text on lines of `width` characters where that can be. Linear in the pieces.
    pub(super) fn render(&self, width: usize) -> String {
        let mut out = Lines { text: String::new(), width, column: 0, indent: 0 };
        // Whether each open group is broken, and which hangs were taken.
        let (mut broken, mut hangs) = (vec![true], Vec::new());
        for (piece, ahead) in self.pieces.iter().zip(self.ahead()) {
            let here = broken.last().copied().unwrap_or(true);
            match piece {
                Piece::Text(text) => out.put(text),
                Piece::Line(_) if here => out.new_line(),
                Piece::Fill(_) if here && out.is_full(ahead) => out.new_line(),
                Piece::Hang(flat) => {
                    let taken = here && out.is_full(ahead);
                    hangs.push(taken);
                    if taken {
                        out.indent += INDENT;
                        out.new_line();
                    } else {
                        out.put(flat);
                    }
                }
                Piece::Line(flat) | Piece::Fill(flat) => out.put(flat),
                Piece::HangEnd if hangs.pop() == Some(true) => out.indent -= INDENT,
                Piece::HangEnd => {}
                Piece::Open => broken.push(here && !out.fits(out.column, ahead.group)),
                Piece::Close => drop(broken.pop()),
                Piece::In => out.indent += INDENT,
                Piece::Out => out.indent -= INDENT,
            }
        }
        out.text
    }

    fn ahead(&self) -> Vec<Ahead> {
        let mut all = vec![Ahead::default(); self.pieces.len()];
        // What stands behind the piece: everything; up to any break; up to a break that is not in
        // a group of its own, for each open group.
        let (mut total, mut text) = (0_usize, 0_usize);
        let mut groups = vec![Ahead::default()];
        let mut closed = Vec::new();
        for (piece, ahead) in self.pieces.iter().zip(&mut all).rev() {
            let Some(here) = groups.last_mut() else {
                break;
            };
            match piece {
                Piece::Text(it) => {
                    let columns = columns(it);
                    total += columns;
                    text += columns;
                    here.group += columns;
                }
                Piece::Line(flat) | Piece::Fill(flat) | Piece::Hang(flat) => {
                    *ahead = Ahead { group: flat.len() + here.group, text: flat.len() + text };
                    total += flat.len();
                    text = 0;
                    here.group = 0;
                }
                Piece::Close => {
                    closed.push((total, text));
                    let outside = *here;
                    groups.push(outside);
                }
                Piece::Open => {
                    let (behind, rest) = closed.pop().unwrap_or((0, 0));
                    ahead.group = total - behind + rest;
                    groups.pop();
                    if let Some(outside) = groups.last_mut() {
                        outside.group += total - behind;
                    }
                }
                Piece::HangEnd | Piece::In | Piece::Out => {}
            }
        }
        all
    }
}

/// How much stands behind a piece, on one line.
#[derive(Clone, Copy, Default)]
struct Ahead {
    /// Of a group, all of it with what follows up to the next break; of a break, up to the next
    /// one of its own group or one around it.
    group: usize,
    /// Of a break, up to the next one of any group.
    text: usize,
}

/// The lines written so far.
struct Lines {
    text: String,
    width: usize,
    column: usize,
    indent: usize,
}

impl Lines {
    fn put(&mut self, text: &str) {
        self.text.push_str(text);
        self.column += columns(text);
    }

    fn new_line(&mut self) {
        self.text.push('\n');
        self.text.extend(core::iter::repeat_n(' ', self.indent));
        self.column = self.indent;
    }

    fn fits(&self, column: usize, ahead: usize) -> bool {
        column.saturating_add(ahead) <= self.width
    }

    /// Whether a break helps: what follows fits on the next line but not on this one, or not even
    /// its beginning does.
    fn is_full(&self, ahead: Ahead) -> bool {
        let next_line = self.fits(self.indent + INDENT, ahead.group);
        let needed = if next_line { ahead.group } else { ahead.text };
        !self.fits(self.column, needed)
    }
}

fn columns(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::Layout;

    /// `f(a, b)(c d e)`
    fn sample() -> Layout<'static> {
        let mut layout = Layout::default();
        layout.text("f(");
        layout.open();
        layout.indent();
        layout.line("");
        layout.text("a,");
        layout.line(" ");
        layout.text("b");
        layout.outdent();
        layout.line("");
        layout.close();
        layout.text(")(c");
        layout.fill(" ");
        layout.text("d");
        layout.fill(" ");
        layout.text("e)");
        layout
    }

    #[test]
    fn a_group_breaks_everywhere_or_nowhere() {
        assert_eq!(sample().render(99), "f(a, b)(c d e)");
        assert_eq!(sample().render(8), "f(\n  a,\n  b\n)(c d e)");
    }

    #[test]
    fn a_fill_breaks_where_the_line_is_full() {
        assert_eq!(sample().render(9), "f(a, b)(c\nd e)");
        assert_eq!(sample().render(5), "f(\n  a,\n  b\n)(c d\ne)");
    }
}
