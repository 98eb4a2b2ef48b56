//! The parser's hand on the tokens: looking, taking, complaining once.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::token::{Lexed, Token, tokens};
use crate::diagnostic::{Code, Diagnostic};
use crate::span::Span;

/// The parser's state. The grammar is spread over the other files of this folder as methods.
pub(super) struct Parser<'s> {
    source: &'s str,
    tokens: Vec<Lexed>,
    at: usize,
    depth: u32,
    // How many nodes `grow` put on top of each other, at most, in what was parsed so far. With
    // `depth` it bounds the height of the tree by twice the limit.
    height: u32,
    max_depth: u32,
    // The token that the last complaint was about: a second one there would only echo the first.
    complained: Option<usize>,
    // Whether the prefixes of names were minded.
    pub(super) minded_prefixes: bool,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl<'s> Parser<'s> {
    pub(super) fn new(source: &'s str, max_depth: u32) -> Parser<'s> {
        let (comments, tokens) =
            tokens(source).into_iter().partition(|lexed| lexed.token == Token::Comment);
        Parser {
            source,
            tokens,
            at: 0,
            depth: 0,
            height: 0,
            max_depth,
            complained: None,
            minded_prefixes: false,
            diagnostics: no_comments(comments),
        }
    }

    /// The next token, not yet taken.
    pub(super) fn peek(&self) -> Token {
        self.ahead(0)
    }

    /// The token `distance` behind the next one.
    pub(super) fn ahead(&self, distance: usize) -> Token {
        self.tokens.get(self.at + distance).map_or(Token::End, |lexed| lexed.token)
    }

    /// The place of the next token.
    pub(super) fn span(&self) -> Span {
        self.tokens.get(self.at).map_or(self.end(), |lexed| lexed.span)
    }

    /// Whether the token `distance` behind the next one and the one after it touch.
    pub(super) fn touches(&self, distance: usize) -> bool {
        let at = |distance: usize| self.tokens.get(self.at + distance).map(|lexed| lexed.span);
        at(distance).zip(at(distance + 1)).is_some_and(|(this, next)| this.end == next.start)
    }

    /// The tokens of a place that was passed.
    pub(super) fn tokens_of(&self, span: Span) -> &[Lexed] {
        let start = self.tokens.partition_point(|lexed| lexed.span.start < span.start);
        let end = self.tokens.partition_point(|lexed| lexed.span.end <= span.end);
        self.tokens.get(start..end).unwrap_or(&[])
    }

    /// The place of the token just taken.
    pub(super) fn taken(&self) -> Span {
        let before = self.at.checked_sub(1).and_then(|at| self.tokens.get(at));
        before.map_or(Span::new(0, 0), |lexed| lexed.span)
    }

    /// The text of a place.
    pub(super) fn text(&self, span: Span) -> &'s str {
        self.source.get(span.range()).unwrap_or("")
    }

    /// Takes the next token and gives its place.
    pub(super) fn bump(&mut self) -> Span {
        let span = self.span();
        if self.peek() != Token::End {
            self.at += 1;
        }
        span
    }

    /// Takes the next token if it is this one.
    pub(super) fn eat(&mut self, token: Token) -> bool {
        let found = self.peek() == token;
        if found {
            self.bump();
        }
        found
    }

    /// Takes this token or complains that it is missing; `opened` is the bracket that it closes.
    pub(super) fn close(&mut self, token: Token, opened: Span) -> bool {
        if self.eat(token) {
            return true;
        }
        let sign = match token {
            Token::RightBracket => "]",
            Token::RightBrace => "}",
            _ => ")",
        };
        if self.peek() == Token::End {
            let open = self.text(opened);
            self.complain(
                Diagnostic::new(Code::Unclosed, opened, format!("`{open}` is never closed"))
                    .help(format!("add `{sign}` at the end of what it encloses")),
            );
        } else {
            self.expected(&format!("`{sign}`"));
        }
        self.skip_to_closer(token);
        false
    }

    /// The next token's text when it is a word.
    pub(super) fn word(&self) -> Option<&'s str> {
        self.word_ahead(0)
    }

    /// The text of the token `distance` behind the next one when it is a word.
    pub(super) fn word_ahead(&self, distance: usize) -> Option<&'s str> {
        let lexed = self.tokens.get(self.at + distance)?;
        (lexed.token == Token::Word).then(|| self.text(lexed.span))
    }

    /// The text of the token `distance` behind the next one.
    pub(super) fn text_ahead(&self, distance: usize) -> &'s str {
        self.tokens.get(self.at + distance).map_or("", |lexed| self.text(lexed.span))
    }

    /// Whether the next token is this keyword, in any case.
    pub(super) fn is_word(&self, keyword: &str) -> bool {
        self.is_word_ahead(0, keyword)
    }

    /// Whether the token `distance` behind the next one is this keyword, in any case.
    pub(super) fn is_word_ahead(&self, distance: usize, keyword: &str) -> bool {
        self.word_ahead(distance).is_some_and(|word| word.eq_ignore_ascii_case(keyword))
    }

    /// Takes the next token if it is this keyword, in any case.
    pub(super) fn eat_word(&mut self, keyword: &str) -> bool {
        let found = self.is_word(keyword);
        if found {
            self.bump();
        }
        found
    }

    /// Adds a diagnostic, unless one was already given at this token.
    #[cold]
    pub(super) fn complain(&mut self, diagnostic: Diagnostic) {
        if self.complained != Some(self.at) {
            self.complained = Some(self.at);
            self.diagnostics.push(diagnostic);
        }
    }

    /// The same, and not behind a token that was minded: what follows it only echoes that.
    #[cold]
    pub(super) fn complain_apart(&mut self, diagnostic: Diagnostic) {
        if self.complained.is_none_or(|at| at + 1 != self.at) {
            self.complain(diagnostic);
        }
    }

    /// Complains that `what` should stand where the next token is.
    #[cold]
    pub(super) fn expected(&mut self, what: &str) {
        let span = self.span();
        let message = match self.peek() {
            Token::End => format!("expected {what}, but the query ends here"),
            _ => format!("expected {what}, found `{}`", self.excerpt(span)),
        };
        self.complain(Diagnostic::new(Code::Expected, span, message));
    }

    /// The text of a place, shortened for a message.
    pub(super) fn excerpt(&self, span: Span) -> String {
        let text = self.text(span);
        match text.char_indices().nth(24) {
            Some((cut, _)) => format!("{}…", text.get(..cut).unwrap_or("")),
            None => String::from(text),
        }
    }

    /// Passes over what is left up to the closer that fits, which it takes, without complaint.
    pub(super) fn skip_to_closer(&mut self, closer: Token) {
        let mut open = 0_u32;
        while self.peek() != Token::End {
            match self.peek() {
                Token::LeftParenthesis | Token::LeftBracket | Token::LeftBrace => open += 1,
                Token::RightParenthesis | Token::RightBracket | Token::RightBrace => {
                    if open == 0 {
                        self.eat(closer);
                        return;
                    }
                    open -= 1;
                }
                _ => {}
            }
            self.bump();
        }
    }

    /// Runs a part of the grammar one level deeper, or complains that it is too deep.
    #[inline]
    pub(super) fn deeper<T>(&mut self, part: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.depth >= self.max_depth {
            self.too_deep();
            return None;
        }
        self.depth += 1;
        let result = self.level(part);
        self.depth -= 1;
        Some(result)
    }

    /// Runs a part that may build a left-leaning tree by calling `grow` in a loop.
    #[inline]
    pub(super) fn level<T>(&mut self, part: impl FnOnce(&mut Self) -> T) -> T {
        let siblings = core::mem::take(&mut self.height);
        let result = part(self);
        self.height = self.height.max(siblings);
        result
    }

    /// Counts one more node on top of the tree of this level; false when that is too deep.
    pub(super) fn grow(&mut self) -> bool {
        self.height += 1;
        let fits = self.height < self.max_depth;
        if !fits {
            self.too_deep();
        }
        fits
    }

    /// Complains about depth and gives up on the rest of the text.
    #[cold]
    pub(super) fn too_deep(&mut self) {
        let limit = self.max_depth;
        let span = self.span();
        self.complain(
            Diagnostic::new(
                Code::TooDeep,
                span,
                format!("nested deeper than {limit} levels, the limit `depth`"),
            )
            .help("split the definition in two and join them with `inSegment`"),
        );
        self.at = self.tokens.len() - 1;
        self.complained = Some(self.at);
    }

    /// Advice on the first parenthesis that is nested too deep for others.
    pub(super) fn many_parentheses(&self) -> Option<Diagnostic> {
        let mut open = 0_u32;
        let deep = self.tokens.iter().find(|lexed| {
            match lexed.token {
                Token::LeftParenthesis => open += 1,
                Token::RightParenthesis => open = open.saturating_sub(1),
                _ => {}
            }
            open > PARENTHESES
        })?;
        let message = format!("parentheses nested over {PARENTHESES} deep");
        Some(
            Diagnostic::new(Code::ManyParentheses, deep.span, message)
                .help("split the definition in two and join them with `inSegment`"),
        )
    }

    fn end(&self) -> Span {
        let end = self.source.len() as u32;
        Span::new(end, end)
    }
}

/// Editors of the platform take so many parentheses inside of each other.
const PARENTHESES: u32 = 30;

/// Comments are minded and then passed over, wherever they stand.
fn no_comments(comments: Vec<Lexed>) -> Vec<Diagnostic> {
    let complaint = |lexed: Lexed| {
        Diagnostic::new(Code::Comment, lexed.span, "PQL has no comments")
            .help("keep remarks in the definition's description")
    };
    comments.into_iter().map(complaint).collect()
}
