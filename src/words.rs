//! Closed sets of words, each with its one spelling.

/// Declares an enum whose variants are words, with `ALL` and `text()`.
macro_rules! words {
    ($(#[$meta:meta])* $type:ident { $($variant:ident $text:literal),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $type { $(#[doc = concat!("`", $text, "`")] $variant),* }

        impl $type {
            /// Every one, in the order of the language reference.
            pub const ALL: &'static [$type] = &[$($type::$variant),*];

            /// The canonical spelling.
            #[must_use]
            pub const fn text(self) -> &'static str {
                match self { $($type::$variant => $text),* }
            }
        }
    };
}
pub(crate) use words;
