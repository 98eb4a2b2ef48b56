//! How far back a program can look at events.

/// The events that can matter to a program, counted from the execution time. What is larger
/// contains what is smaller.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lookback {
    /// None: it reads no events.
    #[default]
    Nothing,
    /// Those that are at most so many ms old; now or at any later time.
    Within(u64),
    /// All.
    Everything,
}

impl Lookback {
    /// Whether an event of this time can still matter at `now` (both epoch ms). One without a time
    /// matters only where all do.
    #[must_use]
    pub fn sees(self, time: Option<i64>, now: i64) -> bool {
        match self {
            Lookback::Nothing => false,
            Lookback::Within(reach) => {
                let first = now.saturating_sub_unsigned(reach);
                time.is_some_and(|time| time >= first)
            }
            Lookback::Everything => true,
        }
    }
}
