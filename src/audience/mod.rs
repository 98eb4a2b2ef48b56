//! Many definitions against one profile: which audiences it is in, and what changed.

mod activation;
mod artifact;
#[cfg(feature = "compile")]
mod compile;
#[cfg(feature = "compile")]
mod consent;
#[cfg(feature = "compile")]
mod definition;
#[cfg(feature = "compile")]
mod eligibility;
mod explain;
#[cfg(feature = "compile")]
mod list;
#[cfg(feature = "compile")]
mod members;
mod membership;
mod order;
mod retain;
mod set;
mod settings;
#[cfg(feature = "compile")]
mod update;
#[cfg(feature = "compile")]
mod warnings;
mod window;

pub use activation::{Destination, EdgeAnswer, edge_response};
#[cfg(feature = "compile")]
pub use compile::{About, SetOptions, Skipped};
#[cfg(feature = "compile")]
pub use consent::{Consent, ConsentGuards, OptOut, Purpose};
#[cfg(feature = "compile")]
pub use definition::{
    DataGovernancePolicy, Definition, Enabled, EvaluationInfo, Expression, SchemaRef,
};
#[cfg(feature = "compile")]
pub use eligibility::{Classified, Environment, MergePolicy};
pub use explain::{Explained, KeptOut, Verdict};
#[cfg(feature = "compile")]
pub use list::Read;
pub use membership::Qualification;
pub use set::{Audience, AudienceSet};
pub use settings::{Evaluation, Guards, Settings, Statuses};
#[cfg(feature = "compile")]
pub use warnings::Warning;
