//! Definitions of audiences, compiled for the edge.

use pql_edge::audience::{AudienceSet, Consent, Definition, Purpose, SetOptions};
use pql_edge::diagnostic::render;

/// Whom consent keeps out of all audiences: who denies that data is collected, or used for them.
const PURPOSES: [Purpose; 2] = [Purpose::Collect, Purpose::PersonalizeContent];

/// The bytes that `AudienceSet::from_bytes` loads, and a line for each definition that is left
/// out because it is not enabled for the edge.
///
/// # Errors
/// What is wrong with the first definition that does not compile.
pub fn compile(definitions: &str) -> Result<(Vec<u8>, Vec<String>), String> {
    let consent = Consent { purposes: PURPOSES.into(), ..Consent::default() };
    let options = SetOptions { consent, ..SetOptions::default() };
    let set = AudienceSet::compile_with(Definition::all_from_text(definitions), &options);
    if let Some(wrong) = set.first_error() {
        let found = render(&wrong.source, &wrong.diagnostics);
        return Err(format!("{}: {}\n{found}", wrong.id, wrong.reason));
    }
    let left_out = set.skipped().iter().map(|it| format!("left out: {}, {}", it.id, it.reason));
    Ok((set.to_bytes(), left_out.collect()))
}
