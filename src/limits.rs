//! How much one query, one evaluation and one result may take.

/// The limits that a caller can change; going over one is an error that names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The longest query text, in bytes.
    pub source: usize,
    /// The deepest nesting of a query: at most [`Limits::DEEPEST`].
    pub depth: u32,
    /// How many steps an evaluation may take. A step is an instruction, the comparison of two
    /// items, or 16 bytes that an instruction has to look at; collected items take more, so that
    /// this bounds memory too: 10 million steps are at most 15 MB of lists, and as much again while
    /// they grow.
    pub fuel: u64,
    /// How many values a result may have, those inside of others among them.
    pub result: usize,
}

impl Limits {
    /// What applies unless it is changed.
    pub const DEFAULT: Limits =
        Limits { source: 1 << 20, depth: 100, fuel: 10_000_000, result: 1_000_000 };

    /// What the stack of a small thread holds.
    pub const DEEPEST: u32 = 100;
}

impl Default for Limits {
    fn default() -> Limits {
        Limits::DEFAULT
    }
}
