//! What there is to mind in definitions that are in a set nevertheless.

use alloc::format;
use alloc::vec::Vec;

use super::{Audience, AudienceSet};
use crate::check::{Options, Reference};
use crate::diagnostic::{Code, Diagnostic, Severity, arrange};
use crate::keys::Set;
use crate::query::analyse;

/// The warnings of one audience.
#[derive(Clone, Debug)]
pub struct Warning<'s> {
    /// Whose.
    pub audience: &'s Audience,
    /// What there is to mind, in the order of the text of its query.
    pub diagnostics: Vec<Diagnostic>,
}

impl AudienceSet {
    /// The audiences that there is something to mind of: what the checker warned of, and
    /// `inSegment` of ids that no definition has, neither one in the set nor one that was skipped.
    ///
    /// Linear in the set, and in the texts of the queries that name such ids.
    #[must_use]
    pub fn warnings(&self) -> Vec<Warning<'_>> {
        let definitions = self.given.definitions.iter();
        let known: Set<&str> = definitions.map(|(about, _)| &*about.id).collect();
        let of = |audience| Warning { audience, diagnostics: warnings(audience, &known) };
        let all = self.audiences().iter().map(of);
        all.filter(|warning| !warning.diagnostics.is_empty()).collect()
    }
}

fn warnings(audience: &Audience, known: &Set<&str>) -> Vec<Diagnostic> {
    let query = &audience.query;
    let warns = |it: &&Diagnostic| it.severity() == Severity::Warning;
    let mut all: Vec<Diagnostic> = query.diagnostics().iter().filter(warns).cloned().collect();
    let mut named = query.program().parts().segments.texts();
    if named.all(|id| known.contains(id)) {
        return all;
    }
    let options = Options { limits: *query.limits(), ..Options::default() };
    let (checked, _) = analyse(&query.source(), &options);
    let unknown = |it: &&Reference| it.is_own() && !known.contains(&*it.id);
    all.extend(checked.segments.iter().filter(unknown).map(unknown_reference));
    arrange(&mut all);
    all
}

fn unknown_reference(named: &Reference) -> Diagnostic {
    let message = format!("no definition of the set has the id `{}`", named.id);
    Diagnostic::new(Code::UnknownReference, named.span, message)
        .help("the membership that is stored with the profile counts; look for a typing error")
}
