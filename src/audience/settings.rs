//! What a set is told besides its definitions; it travels in the artifact.

use crate::query::Query;
use crate::words::words;

words! {
    /// Which definitions a set takes.
    Evaluation { Synchronous "synchronous", Any "any" }
}

words! {
    /// Which statuses a stored membership can have (segmentation-api.md 11.2, A42): `realized` at
    /// entry, `existing` from the next evaluation on, and `exited`; or no `existing`.
    Statuses { Three "three", Two "two" }
}

/// How a set chooses definitions and keeps memberships.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Which definitions it takes.
    pub evaluation: Evaluation,
    /// Which statuses it writes.
    pub statuses: Statuses,
    /// How many days an exited record is kept; for ever when there is none.
    pub keep_exited: Option<u32>,
}

impl Settings {
    /// Definitions that are enabled for the edge; three statuses; exited records go after 30 days.
    pub const DEFAULT: Settings = Settings {
        evaluation: Evaluation::Synchronous,
        statuses: Statuses::Three,
        keep_exited: Some(30),
    };
}

impl Default for Settings {
    fn default() -> Settings {
        Settings::DEFAULT
    }
}

/// Conditions that keep a profile out of audiences, whatever their own say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Guards {
    /// For audiences whose definitions exclude those who opted out.
    pub opt_out: Option<Query>,
    /// For all audiences.
    pub consent: Option<Query>,
}
