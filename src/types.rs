//! Static types of PQL, as far as they are known without a schema.

/// What the checker knows of an expression's value, or what a function asks of an argument.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Type {
    /// Anything: a field whose schema is not known.
    #[default]
    Any,
    /// `null`
    Null,
    /// `true`
    Boolean,
    /// `1`
    Integer,
    /// `0.5`
    Double,
    /// An Integer or a Double; only asked for, and the result of arithmetic.
    Number,
    /// `"a"`
    String,
    /// `now`, `date(2026, 1, 1)`; asked for, it also takes text and epoch ms.
    Timestamp,
    /// `["a"]`, the result of `select`
    Array,
    /// An object or a map.
    Object,
}

impl Type {
    /// Every type.
    pub const ALL: &'static [Type] = &[
        Type::Any,
        Type::Null,
        Type::Boolean,
        Type::Integer,
        Type::Double,
        Type::Number,
        Type::String,
        Type::Timestamp,
        Type::Array,
        Type::Object,
    ];

    /// What PQL calls it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Type::Any => "Any",
            Type::Null => "null",
            Type::Boolean => "Boolean",
            Type::Integer => "Integer",
            Type::Double => "Double",
            Type::Number => "Number",
            Type::String => "String",
            Type::Timestamp => "Timestamp",
            Type::Array => "Array",
            Type::Object => "Object",
        }
    }

    /// Whether a value of type `given` can be what is asked for here.
    #[must_use]
    pub fn accepts(self, given: Type) -> bool {
        match (self, given) {
            (Type::Any, _) | (_, Type::Any | Type::Null) => true,
            (Type::Number, Type::Integer | Type::Double) => true,
            (Type::Integer | Type::Double, Type::Number) => true,
            (Type::Timestamp, Type::String | Type::Integer | Type::Double | Type::Number) => true,
            _ => self == given,
        }
    }
}
