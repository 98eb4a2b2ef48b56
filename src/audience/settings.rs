//! How memberships are written: settings of a set, stored in its artifact.

/// How a set writes memberships; every node that loads it writes them alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Whether those who stay in have a status of their own.
    pub statuses: Statuses,
    /// How many days after it a record of an exit is kept; none keeps it for ever.
    pub keep_exited: Option<u32>,
}

impl Default for Settings {
    /// Three statuses, exits for 30 days (segmentation-api.md 11.2, A42).
    fn default() -> Settings {
        Settings { statuses: Statuses::Three, keep_exited: Some(30) }
    }
}

/// The statuses that are written; all of them are read (segmentation-api.md 11.2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Statuses {
    /// `realized` on entry, `existing` from the next evaluation on, `exited` on exit.
    #[default]
    Three,
    /// `realized` and `exited`.
    Two,
}
