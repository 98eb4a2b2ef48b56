//! The table of everything that can be wrong.

use super::Severity;

macro_rules! codes {
    ($($name:ident $number:literal $severity:ident $explanation:literal;)*) => {
        /// The kinds of problems, by number.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $explanation] $name,)*
        }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &'static [Code] = &[$(Code::$name),*];

            /// The number that users see, such as `P0101`.
            #[must_use]
            pub const fn number(self) -> &'static str {
                match self { $(Code::$name => $number),* }
            }

            /// How bad it is.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Code::$name => Severity::$severity),* }
            }

            /// What it means, in a sentence or two.
            #[must_use]
            pub const fn explanation(self) -> &'static str {
                match self { $(Code::$name => $explanation),* }
            }
        }
    };
}

codes! {
    // P01: text
    UnknownCharacter "P0101" Error "A character that is not part of PQL.";
    UnclosedString "P0102" Error "A string literal that does not end on its line.";
    BadEscape "P0103" Error "A backslash sequence that is none of JSON's; a regular expression doubles its backslashes.";
    NumberOutOfRange "P0104" Error "A number that fits neither a 64-bit integer nor a finite double.";
    ForeignQuotes "P0105" Error "A string in single or typographic quotes; PQL strings have straight double quotes.";
    ForeignOperator "P0106" Error "An operator of another language, such as `==`, `<>`, `&&` or `||`.";
    Comment "P0107" Error "A comment; PQL has none.";
    Expected "P0108" Error "Something else was expected here.";
    Unclosed "P0109" Error "A bracket that is never closed.";
    Trailing "P0110" Error "Text after the end of the query.";
    ComparisonChain "P0111" Error "Comparisons do not associate: `a < b < c` needs `and`.";
    BadPeriod "P0112" Error "A time condition that is not one of the forms of `occurs`.";
    BadStep "P0113" Error "A `chain` step that is not `NAME: WHAT(…)` with optional WHEN, WHERE and COUNT.";
    UnknownUnit "P0114" Error "A unit of time that PQL does not know.";
    ForeignSyntax "P0115" Error "A construct of an older PQL, or of a language around it: sets in braces, `->`, templates, `xdm:` prefixes.";
    // P02: names and types
    UnknownFunction "P0201" Error "A function that PQL does not have.";
    ArgumentCount "P0202" Error "A function called with too few or too many arguments.";
    ArgumentType "P0203" Error "An argument of a type that the function cannot take.";
    OperandType "P0204" Error "An operand of a type that the operator cannot take.";
    NoOuterScope "P0205" Error "A `^` that climbs out of the outermost scope.";
    NoSuchParameter "P0206" Error "A `$n` beyond the parameters of the query; a segment has one, the profile.";
    MisplacedLambda "P0207" Error "A lambda where a value is expected.";
    StepName "P0208" Error "Two `chain` steps with the same name, or a reference to a step that finds no event.";
    TooManySteps "P0209" Error "A `chain` with no step, or with more than six.";
    BadJson "P0210" Error "A query given as JSON that is not a `pql/json` tree or an expression object.";
    DuplicateKey "P0211" Error "An object constructor with the same key twice.";
    BadPattern "P0212" Error "A regular expression that cannot be read, or that cannot be searched in linear time.";
    MisplacedEntry "P0213" Error "A `mapEntry` anywhere but as the result of the expression of `map`.";
    UnknownField "P0220" Error "A field that the schema does not have.";
    ImpossibleComparison "P0221" Error "A comparison that no value of the field's type can make true.";
    // P03: limits, and what the caller ruled out
    SourceTooLong "P0302" Error "A query text over the source limit.";
    TooDeep "P0303" Error "A query, profile or value nested deeper than the depth limit.";
    TooManyItems "P0304" Error "A query with more constants, names, variables or steps than a program can hold.";
    OutOfFuel "P0305" Error "An evaluation that took more steps than the fuel limit.";
    TooManyProblems "P0306" Hint "More problems than are shown.";
    Extension "P0307" Error "An extension of the language, in a query that is checked strictly.";
    ResultTooLarge "P0308" Error "A result of more values than the result limit.";
    // P04: lints
    ItemField "P0402" Warning "A name that looks like the profile's inside an item scope, where it is a field of the item.";
    InvalidDate "P0403" Warning "A `date(…)` that no calendar has; it evaluates to null.";
    ThroughArray "P0404" Hint "A path through an array where a single value seems to be meant: any item is enough, and another one for the next condition.";
    AlwaysDifferent "P0405" Warning "Tests for a difference from several values joined by `or`: every value differs from one of them.";
    OneOfTwoRefusals "P0406" Hint "Tests for a difference of several fields joined by `or`: who has one of the values passes by the other field.";
    LongWindow "P0407" Hint "A window of events over 24 hours in a query that could be evaluated as events arrive but for it.";
    MissingFails "P0408" Hint "A test for a difference at the top of a query: like every comparison it does not hold for profiles without the field.";
    ManyAggregations "P0409" Warning "Three aggregations or more in one query; the platform warns of them.";
    UnknownMember "P0410" Warning "A member of a `pql/json` node that nobody knows; it is ignored.";
    DeepNesting "P0411" Warning "More than two arrays or maps inside of each other; the platform warns of them.";
    ManyParentheses "P0412" Warning "Parentheses nested over 30 deep, more than editors of the platform take.";
    ArrayEquality "P0413" Hint "Arrays compared with `=` or `!=`, which goes item by item in order.";
    NullComparison "P0414" Warning "A comparison with `null`, which never holds.";
    RootPrefix "P0415" Warning "A name that starts with `profile`, which is read as a field of the profile.";
    TimeField "P0416" Warning "A word for a time in front of a dot, where it is a name.";
    DeprecatedField "P0420" Warning "A field that the schema calls deprecated.";
    ValueNeverMet "P0421" Warning "A value that a field never has: the schema lists all of its values.";
    UnlistedValue "P0422" Hint "A value that the schema does not list, close to one that it does; other values are legal.";
    MapAccess "P0423" Hint "A map read like an object, or an object like a map; both are evaluated alike.";
    SingularName "P0424" Warning "A name in front of a field that repeats the name of the array; it is left out.";
    AlwaysTrue "P0425" Warning "A condition that is true whatever the profile holds.";
    AlwaysFalse "P0426" Warning "A condition that is false whatever the profile holds.";
    ConflictingUse "P0427" Warning "A path that conditions joined by `and` need to be of types that no value has at once.";
    // P05: profiles and events
    BadProfile "P0501" Error "A profile, event list or membership that is not valid JSON of the right shape.";
    BadUtf8 "P0502" Error "JSON bytes that are not UTF-8.";
    BadTime "P0503" Error "A `now` that is not a time.";
    // P06: artifacts
    BadArtifact "P0601" Error "Bytes that are not a program of this version: truncated, altered or foreign.";
    // P07: audiences
    BadDefinition "P0701" Error "A segment definition without id or expression, or with an id twice.";
    SegmentCycle "P0702" Error "Definitions that refer to each other in a circle through `inSegment`.";
    UnknownAudience "P0703" Error "An id that the set does not hold.";
    UnknownReference "P0704" Warning "An `inSegment` of an id that no definition of the set has: the profile's stored membership counts.";
    BadDestination "P0705" Error "A destination without id or alias, or an attribute for it that is no single value.";
    // P08: schemas
    BadSchema "P0801" Error "A document that is not JSON Schema; the message has a JSON pointer to the part.";
    SchemaTooLarge "P0802" Error "A schema with more places than any profile has.";
}

#[cfg(test)]
mod tests {
    use super::Code;

    #[test]
    fn numbers_are_unique_and_sorted() {
        assert!(Code::ALL.windows(2).all(|pair| pair[0].number() < pair[1].number()));
    }
}
