//! JSON from text.
//!
//! What `serde_json` reads, and its words for what it does not read, in a tenth of the code: that
//! one has a reader of Doubles of its own, twice, and each of its steps again for every source.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde_json::{Map, Number, Value as Json};

use super::decimal::read_double;

/// How deep JSON may be nested that nobody has looked at before.
pub const LEVELS: u32 = 127;

const ENDS: &str = "EOF while parsing a value";
const LIST_ENDS: &str = "EOF while parsing a list";
const OBJECT_ENDS: &str = "EOF while parsing an object";
const STRING_ENDS: &str = "EOF while parsing a string";
const TRAILING_COMMA: &str = "trailing comma";
const NO_NAME: &str = "key must be a string";
const NO_NUMBER: &str = "invalid number";
const NO_ESCAPE: &str = "invalid escape";
const HALF: &str = "lone leading surrogate in hex escape";
const NO_SECOND_HALF: &str = "unexpected end of hex escape";
const OUT_OF_RANGE: &str = "number out of range";

/// The value of a JSON text, nested at most so many levels deep. Linear in the text, but for the
/// sorting of names; takes stack for every level.
///
/// # Errors
/// What is wrong first, and where.
pub fn read_json(text: &str, levels: u32) -> Result<Json, String> {
    let mut reader = Reader { text: text.as_bytes(), at: 0 };
    let read = reader.value(levels).and_then(|value| match reader.peek() {
        None => Ok(value),
        Some(_) => reader.ahead("trailing characters"),
    });
    read.map_err(|Fault { what, at }| {
        let before = text.as_bytes().get(..at).unwrap_or_default();
        let lines = before.split(|byte| *byte == b'\n');
        let column = lines.clone().next_back().map_or(0, <[u8]>::len);
        format!("{what} at line {} column {column}", lines.count())
    })
}

struct Reader<'t> {
    text: &'t [u8],
    at: usize,
}

/// What is wrong, and how many bytes were read until it was seen.
struct Fault {
    what: &'static str,
    at: usize,
}

impl Reader<'_> {
    fn value(&mut self, levels: u32) -> Result<Json, Fault> {
        match self.peek() {
            None => self.ahead(ENDS),
            Some(b'n') => self.word(b"null", Json::Null),
            Some(b't') => self.word(b"true", Json::Bool(true)),
            Some(b'f') => self.word(b"false", Json::Bool(false)),
            Some(b'-' | b'0'..=b'9') => self.number().map(Json::Number),
            Some(b'"') => self.string().map(Json::String),
            Some(open @ (b'[' | b'{')) => match levels.checked_sub(1) {
                None => self.ahead("recursion limit exceeded"),
                Some(levels) if open == b'[' => self.list(levels),
                Some(levels) => self.object(levels),
            },
            Some(_) => self.ahead("expected value"),
        }
    }

    fn list(&mut self, levels: u32) -> Result<Json, Fault> {
        let mut items = Vec::new();
        while self.goes_on(items.is_empty(), b']')? {
            items.push(self.value(levels)?);
        }
        Ok(Json::Array(items))
    }

    fn object(&mut self, levels: u32) -> Result<Json, Fault> {
        let (mut members, mut first) = (Map::new(), true);
        while self.goes_on(first, b'}')? {
            first = false;
            let name = self.string()?;
            match self.peek() {
                Some(b':') => self.at += 1,
                Some(_) => return self.ahead("expected `:`"),
                None => return self.ahead(OBJECT_ENDS),
            }
            members.insert(name, self.value(levels)?);
        }
        Ok(Json::Object(members))
    }

    /// Whether a list or an object has another part, which then is next, and its end otherwise
    /// passed. Before the first part its beginning is passed.
    fn goes_on(&mut self, first: bool, end: u8) -> Result<bool, Fault> {
        self.at += usize::from(first);
        let is_list = end == b']';
        match self.peek() {
            None => return self.ahead(if is_list { LIST_ENDS } else { OBJECT_ENDS }),
            Some(byte) if byte == end => {
                self.at += 1;
                return Ok(false);
            }
            Some(_) if first => {}
            Some(b',') => {
                self.at += 1;
                match self.peek() {
                    None => return self.ahead(ENDS),
                    Some(byte) if byte == end => return self.ahead(TRAILING_COMMA),
                    Some(_) => {}
                }
            }
            Some(_) if is_list => return self.ahead("expected `,` or `]`"),
            Some(_) => return self.ahead("expected `,` or `}`"),
        }
        if is_list || self.byte() == Some(b'"') { Ok(true) } else { self.ahead(NO_NAME) }
    }

    fn word(&mut self, word: &[u8], value: Json) -> Result<Json, Fault> {
        for expected in word {
            match self.next() {
                Some(byte) if byte == *expected => {}
                Some(_) => return self.here("expected ident"),
                None => return self.here(ENDS),
            }
        }
        Ok(value)
    }

    fn number(&mut self) -> Result<Number, Fault> {
        let start = self.at;
        let negative = self.byte() == Some(b'-');
        self.at += usize::from(negative);
        match self.next() {
            None => return self.here(ENDS),
            Some(b'0') if self.digit() => return self.ahead(NO_NUMBER),
            Some(b'0'..=b'9') => self.digits(),
            Some(_) => return self.here(NO_NUMBER),
        }
        let mut whole = true;
        if self.byte() == Some(b'.') {
            whole = false;
            self.at += 1;
            if !self.digit() {
                return self.ahead(if self.byte().is_none() { ENDS } else { NO_NUMBER });
            }
            self.digits();
        }
        if let Some(b'e' | b'E') = self.byte() {
            whole = false;
            self.exponent(start)?;
        }
        let text = core::str::from_utf8(self.text.get(start..self.at).unwrap_or_default());
        let text = text.unwrap_or_default();
        if whole && !negative {
            if let Ok(value) = text.parse::<u64>() {
                return Ok(value.into());
            }
        } else if whole && let Ok(value @ ..0) = text.parse::<i64>() {
            return Ok(value.into());
        }
        // Numbers are finite, which is what is asked for.
        match read_double(text).and_then(Number::from_f64) {
            Some(number) => Ok(number),
            None => self.here(OUT_OF_RANGE),
        }
    }

    /// Passes an exponent; no more of it than shows that the number is too large.
    fn exponent(&mut self, start: usize) -> Result<(), Fault> {
        let written = self.text.get(start..self.at).unwrap_or_default();
        let is_zero = !written.iter().any(|byte| matches!(byte, b'1'..=b'9'));
        self.at += 1;
        let sign = self.byte().filter(|byte| matches!(byte, b'+' | b'-'));
        self.at += usize::from(sign.is_some());
        if !self.digit() {
            return match self.next() {
                Some(_) => self.here(NO_NUMBER),
                None => self.here(ENDS),
            };
        }
        let mut exponent = Some(0_i32);
        while let Some(digit @ b'0'..=b'9') = self.byte() {
            self.at += 1;
            exponent = exponent
                .and_then(|exponent| exponent.checked_mul(10)?.checked_add((digit - b'0').into()));
            if exponent.is_none() && sign != Some(b'-') && !is_zero {
                return self.here(OUT_OF_RANGE);
            }
        }
        Ok(())
    }

    /// A text, from its first quote on.
    fn string(&mut self) -> Result<String, Fault> {
        self.at += 1;
        let mut out = String::new();
        loop {
            let rest = self.text.get(self.at..).unwrap_or_default();
            let stop = rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | ..b' '));
            let plain = rest.get(..stop.unwrap_or(rest.len())).unwrap_or_default();
            self.at += plain.len();
            // The whole is UTF-8, and so is what stands between its ASCII.
            out.push_str(core::str::from_utf8(plain).unwrap_or_default());
            match self.next() {
                None => return self.here(STRING_ENDS),
                Some(b'"') => return Ok(out),
                Some(b'\\') => out.push(self.escape()?),
                Some(_) => {
                    let what = "control character (\\u0000-\\u001F) found while parsing a string";
                    return self.here(what);
                }
            }
        }
    }

    /// The character of an escape, from behind its backslash on.
    fn escape(&mut self) -> Result<char, Fault> {
        Ok(match self.next() {
            None => return self.here(STRING_ENDS),
            Some(byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode(),
            Some(_) => return self.here(NO_ESCAPE),
        })
    }

    /// The same from behind its `u`: four digits, or a pair of surrogates.
    fn unicode(&mut self) -> Result<char, Fault> {
        let first = self.hexadecimal()?;
        if let Some(character) = char::from_u32(first) {
            return Ok(character);
        }
        if first >= 0xdc00 {
            return self.here(HALF);
        }
        for expected in *b"\\u" {
            match self.next() {
                None => return self.here(STRING_ENDS),
                Some(byte) if byte == expected => {}
                Some(_) => return self.here(NO_SECOND_HALF),
            }
        }
        match self.hexadecimal()? {
            second @ 0xdc00..0xe000 => {
                let code = 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00);
                char::from_u32(code).map_or_else(|| self.here(HALF), Ok)
            }
            _ => self.here(HALF),
        }
    }

    fn hexadecimal(&mut self) -> Result<u32, Fault> {
        let digits = self.text.get(self.at..self.at + 4);
        self.at = self.text.len().min(self.at + 4);
        let Some(digits) = digits else { return self.here(STRING_ENDS) };
        let add = |code, digit: &u8| Some(code << 4 | char::from(*digit).to_digit(16)?);
        match digits.iter().try_fold(0, add) {
            Some(code) => Ok(code),
            None => self.here(NO_ESCAPE),
        }
    }

    fn byte(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.byte()?;
        self.at += 1;
        Some(byte)
    }

    /// The next byte that is no space; what is before it is passed.
    fn peek(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\n' | b'\t' | b'\r') = self.byte() {
            self.at += 1;
        }
        self.byte()
    }

    fn digit(&self) -> bool {
        self.byte().is_some_and(|byte| byte.is_ascii_digit())
    }

    fn digits(&mut self) {
        while self.digit() {
            self.at += 1;
        }
    }

    /// A fault of what was read last.
    #[cold]
    fn here<T>(&self, what: &'static str) -> Result<T, Fault> {
        Err(Fault { what, at: self.at })
    }

    /// A fault of what is next.
    #[cold]
    fn ahead<T>(&self, what: &'static str) -> Result<T, Fault> {
        Err(Fault { what, at: self.text.len().min(self.at + 1) })
    }
}
