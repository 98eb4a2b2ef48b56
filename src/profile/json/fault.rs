//! What is wrong with a JSON text, in words for people.

use alloc::format;

use crate::diagnostic::{Code, Diagnostic};
use crate::profile::MAX_DEPTH;
use crate::span::Span;

pub(super) const ENDS: &str = "the text ends too early";
pub(super) const VALUE: &str = "a value is expected here";
pub(super) const KEY: &str = "a key in double quotes is expected here";
pub(super) const COLON: &str = "`:` is expected here, between a key and its value";
pub(super) const LIST_END: &str = "`,` or `]` is expected here";
pub(super) const OBJECT_END: &str = "`,` or `}` is expected here";
pub(super) const LITERAL: &str = "of words only `true`, `false` and `null` are values";
pub(super) const NUMBER: &str = "a digit is expected here";
pub(super) const RANGE: &str = "the number is too large";
pub(super) const BEHIND: &str = "nothing is expected behind the value";
pub(super) const CONTROL: &str = "control characters in a text are written as escapes";
pub(super) const ESCAPE: &str = "there is no such escape";
pub(super) const HALF: &str = "the escape is half of a character";
pub(super) const NOT_UTF8: &str = "it is not valid UTF-8";
pub(super) const DEEP: &str = "it is nested too deep";

/// What is wrong, and at which byte.
#[derive(Clone, Copy)]
pub(super) struct Fault {
    pub(super) what: &'static str,
    pub(super) at: usize,
}

impl Fault {
    /// The diagnostic of a text with this fault. That it is not UTF-8 counts before all others.
    #[cold]
    pub(super) fn diagnostic(self, text: &[u8]) -> Diagnostic {
        if let Err(error) = core::str::from_utf8(text) {
            let at = error.valid_up_to() as u32;
            let message = "the JSON is not valid UTF-8";
            return Diagnostic::new(Code::BadUtf8, Span::new(at, at + 1), message);
        }
        let at = self.at as u32;
        let (code, message) = match self.what {
            DEEP => (Code::TooDeep, format!("the JSON is nested deeper than {MAX_DEPTH} levels")),
            what => (Code::BadProfile, format!("not valid JSON: {what}")),
        };
        Diagnostic::new(code, Span::new(at, at), message)
    }
}
