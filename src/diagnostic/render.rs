//! Draws diagnostics under the lines they speak of.

use alloc::format;
use alloc::string::String;

use super::{Diagnostic, Lines};

/// How many characters of a long line are shown around the place.
const WINDOW: usize = 96;

/// The diagnostics as text, each with its source line, carets and help; an empty string for none.
///
/// Linear in the source for each diagnostic.
#[must_use]
pub fn render(source: &str, diagnostics: &[Diagnostic]) -> String {
    let lines = Lines::new(source);
    let mut out = String::new();
    for (index, diagnostic) in diagnostics.iter().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        draw(&mut out, &lines, diagnostic);
    }
    out
}

fn draw(out: &mut String, lines: &Lines<'_>, diagnostic: &Diagnostic) {
    let number = diagnostic.code.number();
    let severity = diagnostic.severity().name();
    out.push_str(&format!("{severity}[{number}]: {}\n", diagnostic.message));
    if !lines.is_empty() {
        excerpt(out, lines, diagnostic);
    } else if let Some(help) = &diagnostic.help {
        out.push_str(&format!("  = help: {help}\n"));
    }
}

/// The line of the text with carets below the place.
fn excerpt(out: &mut String, lines: &Lines<'_>, diagnostic: &Diagnostic) {
    let start = lines.position(diagnostic.span.start);
    let end = lines.position(diagnostic.span.end);
    let text = lines.line(diagnostic.span.start);
    let length = text.chars().count();
    let first = start.column as usize - 1;
    let last = if end.line == start.line { end.column as usize - 1 } else { length };
    let skip = if length <= WINDOW { 0 } else { first.saturating_sub(WINDOW / 3) };
    let shown: String = text.chars().skip(skip).take(WINDOW).map(plain).collect();
    let carets = last.saturating_sub(first).clamp(1, WINDOW - (first - skip).min(WINDOW - 1));
    let (before, after) = (if skip > 0 { "…" } else { "" }, trail(length, skip));
    let gutter = format!("{}", start.line);
    let margin = " ".repeat(gutter.len());

    out.push_str(&format!("{margin} --> {}:{}\n", start.line, start.column));
    out.push_str(&format!("{margin} |\n"));
    out.push_str(&format!("{gutter} | {before}{shown}{after}\n"));
    let indent = " ".repeat(first - skip + before.chars().count());
    out.push_str(&format!("{margin} | {indent}{}\n", "^".repeat(carets)));
    if let Some(help) = &diagnostic.help {
        out.push_str(&format!("{margin} = help: {help}\n"));
    }
}

fn trail(length: usize, skip: usize) -> &'static str {
    if length > skip + WINDOW { "…" } else { "" }
}

/// Control characters would break the drawing (and a terminal); show them as one blank.
fn plain(character: char) -> char {
    if character.is_control() { ' ' } else { character }
}

#[cfg(test)]
mod tests {
    use super::super::{Code, Diagnostic};
    use super::render;
    use crate::span::Span;

    #[test]
    fn points_at_the_place() {
        let diagnostic =
            Diagnostic::new(Code::Expected, Span::new(4, 6), "expected a value").help("write one");
        assert_eq!(
            render("a = ==", &[diagnostic]),
            "error[P0108]: expected a value\n  --> 1:5\n  |\n1 | a = ==\n  |     ^^\n  = help: write one\n"
        );
    }

    #[test]
    fn needs_no_text() {
        let diagnostic =
            Diagnostic::new(Code::BadTime, Span::default(), "no time").help("give one");
        assert_eq!(render("", &[diagnostic]), "error[P0503]: no time\n  = help: give one\n");
    }

    #[test]
    fn keeps_long_lines_short() {
        let source = "x".repeat(100_000);
        let diagnostic = Diagnostic::new(Code::Expected, Span::new(50_000, 99_000), "here");
        assert!(render(&source, &[diagnostic]).len() < 500);
    }
}
