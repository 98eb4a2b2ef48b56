//! What the front end, a profile or an artifact is told when something is wrong.

mod codes;
mod position;
mod render;

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::sorted::sort_by_key;
use crate::span::Span;

pub use codes::Code;
pub use position::{Lines, Position};
pub use render::render;

/// How bad a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; the query means what it says.
    Hint,
    /// The query runs, and probably not as its author meant it.
    Warning,
    /// The query, profile or artifact cannot be used.
    Error,
}

impl Severity {
    /// The word that users see.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Severity::Hint => "hint",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// One thing that was minded: a code, a place and a sentence.
///
/// The message is lower case without a full stop, PQL words in back-ticks; advice goes to `help`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which kind of problem; carries number, severity and explanation.
    pub code: Code,
    /// What is wrong here.
    pub message: String,
    /// What to write instead, where that can be said.
    pub help: Option<String>,
    /// Where: UTF-8 bytes of the source text (or of the JSON text for profile problems).
    pub span: Span,
}

/// How many problems of one text are shown.
pub const MAX_DIAGNOSTICS: usize = 100;

/// Puts diagnostics in the order of the text. What is more than anybody reads is left out, errors
/// last, and a hint says so.
pub fn arrange(diagnostics: &mut Vec<Diagnostic>) {
    sort_by_key(diagnostics, |diagnostic| (!diagnostic.is_error(), diagnostic.span));
    let more = diagnostics.len().saturating_sub(MAX_DIAGNOSTICS);
    diagnostics.truncate(MAX_DIAGNOSTICS);
    sort_by_key(diagnostics, |diagnostic| diagnostic.span);
    if let (1.., Some(last)) = (more, diagnostics.last()) {
        let message = format!("{more} more problems are not shown");
        diagnostics.push(Diagnostic::new(Code::TooManyProblems, last.span, message));
    }
}

impl Diagnostic {
    /// A diagnostic without advice.
    #[cold]
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic { code, message: message.into(), help: None, span }
    }

    /// The same with advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help = Some(help.into());
        self
    }

    /// The severity of its code.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// Whether it makes the query unusable.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity() == Severity::Error
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::{Code, Diagnostic, MAX_DIAGNOSTICS, arrange};
    use crate::span::Span;

    #[test]
    fn errors_are_left_out_last() {
        let at = |code, start| Diagnostic::new(code, Span::new(start, start + 1), "");
        let mut all: Vec<Diagnostic> = (0..150).map(|start| at(Code::ItemField, start)).collect();
        all.push(at(Code::Expected, 500));
        arrange(&mut all);
        assert_eq!(all.len(), MAX_DIAGNOSTICS + 1);
        assert!(all.iter().any(Diagnostic::is_error));
        assert!(all.is_sorted_by_key(|diagnostic| diagnostic.span));
        assert_eq!(
            all.last().map(|it| it.message.as_str()),
            Some("51 more problems are not shown")
        );
    }
}
