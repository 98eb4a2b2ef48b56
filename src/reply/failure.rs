//! Diagnostics as hosts see them.

#[cfg(feature = "wasm")]
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::json::{Members, Object};
use crate::diagnostic::{Diagnostic, Lines, render};

/// A diagnostic; offsets are UTF-16.
pub(crate) struct Finding {
    code: &'static str,
    severity: &'static str,
    message: String,
    help: Option<String>,
    start: u32,
    end: u32,
    line: u32,
    column: u32,
}

impl Members for Finding {
    fn put(&self, object: &mut Object<'_>) {
        object.member("code", &self.code);
        object.member("severity", &self.severity);
        object.member("message", &self.message);
        if let Some(help) = &self.help {
            object.member("help", help);
        }
        object.member("start", &self.start);
        object.member("end", &self.end);
        object.member("line", &self.line);
        object.member("column", &self.column);
    }
}

/// Why there is no answer.
pub(crate) struct Failure {
    pub(crate) message: String,
    pub(crate) diagnostics: Vec<Finding>,
    pub(crate) rendered: String,
}

impl Members for Failure {
    fn put(&self, object: &mut Object<'_>) {
        object.member("message", &self.message);
        object.member("diagnostics", &self.diagnostics);
        object.member("rendered", &self.rendered);
    }
}

/// Diagnostics of a text.
pub(crate) fn diagnostics(source: &str, diagnostics: &[Diagnostic]) -> Vec<Finding> {
    let lines = Lines::new(source);
    let convert = |diagnostic: &Diagnostic| {
        let start = lines.position(diagnostic.span.start);
        Finding {
            code: diagnostic.code.number(),
            severity: diagnostic.severity().name(),
            message: diagnostic.message.clone(),
            help: diagnostic.help.clone(),
            start: start.utf16,
            end: lines.position(diagnostic.span.end).utf16,
            line: start.line,
            column: start.column,
        }
    };
    diagnostics.iter().map(convert).collect()
}

/// The failure that diagnostics of a text are: the first error gives the message.
#[cold]
pub(crate) fn failure(source: &str, all: &[Diagnostic]) -> Failure {
    let first = all.iter().find(|diagnostic| diagnostic.is_error()).or(all.first());
    Failure {
        message: first.map_or_else(String::new, |diagnostic| diagnostic.message.clone()),
        diagnostics: diagnostics(source, all),
        rendered: render(source, all),
    }
}

/// The same of the definition with this id, which the message names.
#[cfg(feature = "wasm")]
#[cold]
pub(crate) fn failure_of(id: &str, source: &str, all: &[Diagnostic]) -> Failure {
    let failure = failure(source, all);
    match id.is_empty() {
        true => failure,
        false => Failure {
            message: format!("definition `{id}`: {}", failure.message),
            rendered: format!("in the definition `{id}`:\n{}", failure.rendered),
            ..failure
        },
    }
}
