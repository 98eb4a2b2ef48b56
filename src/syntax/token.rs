//! Tokens: the only file that knows logos.

use alloc::vec::Vec;

use logos::Logos;

use crate::span::Span;

/// The kinds of tokens. Keywords are words; the parser decides which words are keywords where.
#[derive(Logos, Clone, Copy, Debug, PartialEq, Eq)]
#[logos(skip r"[ \t\r\n]+")]
pub(super) enum Token {
    // Letters beyond ASCII by block: everything but spaces, punctuation and private signs.
    #[regex(
        "[A-Za-z_\u{aa}\u{b5}\u{ba}\u{c0}-\u{d6}\u{d8}-\u{f6}\u{f8}-\u{1fff}\u{2070}-\u{2189}\u{2c00}-\u{2dff}\u{3005}-\u{3007}\u{3040}-\u{d7ff}\u{f900}-\u{fdff}\u{fe70}-\u{fefe}\u{ff10}-\u{ffef}\u{10000}-\u{e0fff}][A-Za-z0-9_\u{aa}\u{b5}\u{ba}\u{c0}-\u{d6}\u{d8}-\u{f6}\u{f8}-\u{1fff}\u{2070}-\u{2189}\u{2c00}-\u{2dff}\u{3005}-\u{3007}\u{3040}-\u{d7ff}\u{f900}-\u{fdff}\u{fe70}-\u{fefe}\u{ff10}-\u{ffef}\u{10000}-\u{e0fff}]*"
    )]
    Word,
    #[regex("`[^`\n]+`")]
    QuotedWord,
    #[regex("[0-9]+L?")]
    Integer,
    #[regex(r"([0-9]+\.[0-9]+|\.[0-9]+)([eE][+-]?[0-9]+)?")]
    #[regex(r"[0-9]+[eE][+-]?[0-9]+")]
    Double,
    #[regex(r#""([^"\\\n\r]|\\[^\n\r])*""#)]
    String,
    #[regex(r#""([^"\\\n\r]|\\[^\n\r])*\\?"#)]
    UnclosedString,
    #[regex("'[^'\n\r]*'?")]
    SingleQuoted,
    #[regex("[\u{201c}\u{201d}\u{201e}\u{201f}\u{ab}\u{bb}][^\"\u{201c}\u{201d}\u{ab}\u{bb}\n\r]*[\"\u{201c}\u{201d}\u{ab}\u{bb}]?")]
    #[regex("[\u{2018}\u{2019}\u{201a}][^'\u{2018}\u{2019}\n\r]*['\u{2018}\u{2019}]?")]
    TypographicQuoted,
    #[regex(r"\$[0-9]+")]
    Parameter,
    #[regex(r"@\{[^}\n]*\}")]
    Context,
    #[regex("//[^\n]*", allow_greedy = true)]
    #[regex(r"/\*")]
    Comment,
    #[token("(")]
    LeftParenthesis,
    #[token(")")]
    RightParenthesis,
    #[token("[")]
    LeftBracket,
    #[token("]")]
    RightBracket,
    #[token("{")]
    LeftBrace,
    #[token("}")]
    RightBrace,
    #[token(",")]
    Comma,
    #[token(".")]
    Dot,
    #[token(":")]
    Colon,
    #[token("=>")]
    Arrow,
    #[token("=")]
    Equal,
    #[token("!=")]
    NotEqual,
    #[token("<")]
    Less,
    #[token("<=")]
    LessEqual,
    #[token(">")]
    Greater,
    #[token(">=")]
    GreaterEqual,
    #[token("+")]
    Plus,
    #[token("-")]
    Minus,
    #[token("*")]
    Star,
    #[token("/")]
    Slash,
    #[token("%")]
    Percent,
    #[token("!")]
    Bang,
    #[token("^")]
    Caret,
    /// `==`, `<>`, `&&`, `||`
    #[token("==")]
    #[token("===")]
    #[token("!==")]
    #[token("<>")]
    #[token("&&")]
    #[token("||")]
    Foreign,
    /// A character that starts no token.
    Unknown,
    /// After the last character.
    End,
}

/// A token and its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Lexed {
    pub(super) token: Token,
    pub(super) span: Span,
}

/// All tokens of a text, `End` last. Linear; never fails.
pub(super) fn tokens(source: &str) -> Vec<Lexed> {
    let mut out = Vec::with_capacity(source.len() / 4 + 1);
    for (token, range) in Token::lexer(source).spanned() {
        let span = Span::new(range.start as u32, range.end as u32);
        out.push(Lexed { token: token.unwrap_or(Token::Unknown), span });
    }
    let end = source.len() as u32;
    out.push(Lexed { token: Token::End, span: Span::new(end, end) });
    out
}

/// Whether a text is one word.
pub(super) fn is_word(text: &str) -> bool {
    let mut lexer = Token::lexer(text);
    lexer.next() == Some(Ok(Token::Word)) && lexer.slice() == text
}
