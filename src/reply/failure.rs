//! Diagnostics as hosts see them.

#[cfg(feature = "wasm")]
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Lines, render};

/// A diagnostic; offsets are UTF-16.
#[derive(Serialize)]
pub(crate) struct Finding {
    code: &'static str,
    severity: &'static str,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<String>,
    start: u32,
    end: u32,
    line: u32,
    column: u32,
}

/// Why there is no answer.
#[derive(Serialize)]
pub(crate) struct Failure {
    pub(crate) message: String,
    pub(crate) diagnostics: Vec<Finding>,
    pub(crate) rendered: String,
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
