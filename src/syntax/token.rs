//! Tokens: the only file that knows logos.

use alloc::vec::Vec;

use logos::Logos;

use crate::span::Span;

/// The kinds of tokens. Keywords are words; the parser decides which words are keywords where.
#[derive(Logos, Clone, Copy, Debug, PartialEq, Eq)]
#[logos(skip r"[ \t\r\n]+")]
pub(super) enum Token {
    // Letters beyond ASCII are sorted from punctuation in `tokens`: tables in the lexer are large.
    #[regex("[A-Za-z_\u{80}-\u{10ffff}][A-Za-z0-9_\u{80}-\u{10ffff}]*", priority = 2)]
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
    #[regex(
        "[\u{201c}\u{201d}\u{201e}\u{201f}\u{ab}\u{bb}][^\"\u{201c}\u{201d}\u{ab}\u{bb}\n\r]*[\"\u{201c}\u{201d}\u{ab}\u{bb}]?",
        priority = 4
    )]
    #[regex(
        "[\u{2018}\u{2019}\u{201a}][^'\u{2018}\u{2019}\n\r]*['\u{2018}\u{2019}]?",
        priority = 4
    )]
    TypographicQuoted,
    /// `https://…`: foreign, and no comment.
    #[regex(r"(xdm:)?https?://[^ \t\r\n,()\[\]{}]*", priority = 9)]
    Address,
    #[regex(r"\$[0-9]+")]
    Parameter,
    #[regex(r"@\{[^}\n]*\}")]
    Context,
    #[regex("//[^\n]*", allow_greedy = true)]
    #[regex(r"/\*([^*]|\*+[^*/])*(\*+/)?", allow_greedy = true)]
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
        let text = source.get(range.clone()).unwrap_or("");
        let span = Span::new(range.start as u32, range.end as u32);
        let token = token.ok().filter(|token| *token != Token::Word || !text.chars().any(is_sign));
        out.push(Lexed { token: token.unwrap_or(Token::Unknown), span });
    }
    let end = source.len() as u32;
    out.push(Lexed { token: Token::End, span: Span::new(end, end) });
    out
}

/// Whether a character beyond ASCII is a space, a sign or private: no part of a name.
fn is_sign(character: char) -> bool {
    matches!(character,
        '\u{80}'..='\u{a9}' | '\u{ab}'..='\u{b4}' | '\u{b6}'..='\u{b9}' | '\u{bb}'..='\u{bf}'
        | '\u{d7}' | '\u{f7}' | '\u{2000}'..='\u{206f}' | '\u{2190}'..='\u{2bff}'
        | '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{303f}' | '\u{e000}'..='\u{f8ff}'
        | '\u{fe00}'..='\u{fe6f}' | '\u{feff}'..='\u{ff0f}' | '\u{e0000}'..)
}

/// Whether a text is one word.
pub(super) fn is_word(text: &str) -> bool {
    let mut lexer = Token::lexer(text);
    lexer.next() == Some(Ok(Token::Word)) && lexer.slice() == text && !text.chars().any(is_sign)
}
