//! Regular expressions as Java writes them, put in the notation of the library.

use alloc::format;
use alloc::string::String;

/// Classes that `\p{…}` names and that have a name between brackets as well.
const CLASSES: &[(&str, &str)] = &[
    ("Alnum", "alnum"),
    ("Alpha", "alpha"),
    ("ASCII", "ascii"),
    ("Blank", "blank"),
    ("Cntrl", "cntrl"),
    ("Digit", "digit"),
    ("Graph", "graph"),
    ("Lower", "lower"),
    ("Print", "print"),
    ("Punct", "punct"),
    ("Space", "space"),
    ("Upper", "upper"),
    ("XDigit", "xdigit"),
];

/// Escapes that stand for a few characters; the second form is for inside of brackets.
const ESCAPES: &[(char, &str, &str)] = &[
    ('e', r"\x1B", r"\x1B"),
    (
        'h',
        r"[ \t\xA0\u{1680}\u{180E}\u{2000}-\u{200A}\u{202F}\u{205F}\u{3000}]",
        r" \t\xA0\u{1680}\u{180E}\u{2000}-\u{200A}\u{202F}\u{205F}\u{3000}",
    ),
    ('R', r"(?:\r\n|[\n\x0B\x0C\r\x{85}\u{2028}\u{2029}])", ""),
    ('Z', r"(?:\n?\z)", ""),
];

/// The same expression in the library's notation.
///
/// # Errors
/// What has no equal that can be searched in linear time, in words.
pub(super) fn translate(pattern: &str) -> Result<String, String> {
    let mut translator =
        Translator { rest: pattern, out: String::new(), in_class: false, in_count: false };
    while let Some(character) = translator.take() {
        translator.next(character)?;
    }
    Ok(translator.out)
}

struct Translator<'p> {
    rest: &'p str,
    out: String,
    in_class: bool,
    in_count: bool,
}

impl Translator<'_> {
    fn next(&mut self, character: char) -> Result<(), String> {
        match character {
            '\\' => return self.escape(),
            '[' if !self.in_class => {
                self.in_class = true;
                self.out.push('[');
                // A bracket that closes nothing yet is a character.
                if self.rest.starts_with('^') {
                    self.copy();
                }
                if self.rest.starts_with(']') {
                    self.out.push('\\');
                    self.copy();
                }
            }
            '[' => return Err("a class inside of a class is not supported".into()),
            ']' => {
                self.in_class = false;
                self.out.push(']');
            }
            '(' if !self.in_class => {
                self.out.push('(');
                return self.group();
            }
            '{' if !self.in_class => {
                self.in_count = true;
                self.out.push('{');
            }
            // A brace that closes no count is a character.
            '}' if !self.in_class && !self.in_count => self.out.push_str("\\}"),
            '*' | '+' | '?' | '}' if !self.in_class => {
                self.in_count = false;
                self.out.push(character);
                return self.quantified();
            }
            character => self.out.push(character),
        }
        Ok(())
    }

    /// Behind `(`: which kind of group it is.
    fn group(&mut self) -> Result<(), String> {
        let Some(kind) = self.rest.strip_prefix('?') else {
            return Ok(());
        };
        let looks = ["=", "!", "<=", "<!"];
        if looks.iter().any(|sign| kind.starts_with(sign)) {
            return Err("look-around takes more than linear time; test the parts with `and`".into());
        }
        if kind.starts_with('>') {
            return Err("`(?>…)` only speeds up engines that go back; write `(?:…)`".into());
        }
        let flags = kind.split([')', ':']).next().unwrap_or("");
        let unknown = |flag: &char| flag.is_ascii_alphabetic() && !"imsx".contains(*flag);
        if !kind.starts_with(['<', 'P'])
            && let Some(flag) = flags.chars().find(unknown)
        {
            return Err(format!("there is no flag `{flag}`; the flags are `i`, `m`, `s` and `x`"));
        }
        Ok(())
    }

    /// Behind a quantifier: a plus would make it possessive.
    fn quantified(&mut self) -> Result<(), String> {
        if self.rest.starts_with('?') {
            self.copy();
        } else if self.rest.starts_with('+') {
            return Err("a second `+` only speeds up engines that go back; leave it out".into());
        }
        Ok(())
    }

    fn escape(&mut self) -> Result<(), String> {
        let Some(character) = self.take() else {
            return Err("it ends with a backslash".into());
        };
        if let Some((_, outside, inside)) = ESCAPES.iter().find(|(it, ..)| *it == character) {
            let text = if self.in_class { inside } else { outside };
            if text.is_empty() {
                return Err(format!("`\\{character}` cannot stand between brackets"));
            }
            self.out.push_str(text);
            return Ok(());
        }
        match character {
            'Q' => {
                let end = self.rest.find("\\E").unwrap_or(self.rest.len());
                let (quoted, behind) = self.rest.split_at_checked(end).unwrap_or((self.rest, ""));
                self.out.push_str(&regex_lite::escape(quoted));
                self.rest = behind.strip_prefix("\\E").unwrap_or(behind);
            }
            'E' => {}
            'u' => {
                let digits = self.rest.get(..4).unwrap_or("");
                if digits.len() != 4 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                    return Err("`\\u` takes four hexadecimal digits".into());
                }
                self.out.push_str(&format!("\\u{{{digits}}}"));
                self.rest = self.rest.get(4..).unwrap_or("");
            }
            'x' => {
                // `\x{41}`: the braces are no count.
                let end = self.rest.find('}').filter(|_| self.rest.starts_with('{'));
                self.out.push_str("\\x");
                (0..end.map_or(0, |end| end + 1)).for_each(|_| self.copy());
            }
            'p' | 'P' => return self.property(character == 'P'),
            '1'..='9' | 'k' => {
                return Err("a reference to a group takes more than linear time".into());
            }
            'A' | 'b' | 'B' | 'd' | 'D' | 's' | 'S' | 'w' | 'W' | 'z' | 'n' | 'r' | 't' | 'f'
            | 'v' | 'a' => self.out.extend(['\\', character]),
            letter if letter.is_ascii_alphanumeric() => {
                return Err(format!("there is no escape `\\{letter}`"));
            }
            sign => self.out.push_str(&regex_lite::escape(sign.encode_utf8(&mut [0; 4]))),
        }
        Ok(())
    }

    /// `\p{Alpha}`; only the classes of ASCII, like `\w`.
    fn property(&mut self, negated: bool) -> Result<(), String> {
        let name = self.rest.strip_prefix('{').and_then(|rest| rest.split_once('}'));
        let known = name.and_then(|(name, behind)| {
            let (_, class) = CLASSES.iter().find(|(known, _)| *known == name)?;
            Some((*class, behind))
        });
        let Some((class, behind)) = known else {
            return Err("of the classes `\\p{…}` there are those of ASCII, such as `\\p{Alpha}` \
                        and `\\p{Punct}`"
                .into());
        };
        self.rest = behind;
        let sign = if negated { "^" } else { "" };
        self.out.push_str(&if self.in_class {
            format!("[:{sign}{class}:]")
        } else {
            format!("[[:{sign}{class}:]]")
        });
        Ok(())
    }

    fn take(&mut self) -> Option<char> {
        let character = self.rest.chars().next()?;
        self.rest = self.rest.get(character.len_utf8()..).unwrap_or("");
        Some(character)
    }

    fn copy(&mut self) {
        if let Some(character) = self.take() {
            self.out.push(character);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::translate;

    #[test]
    fn notation_is_translated() {
        for (java, ours) in [
            (r"^J.*n$", r"^J.*n$"),
            (r"@(\w+)", r"@(\w+)"),
            (r"\Qa.b\E+", r"a\.b+"),
            (r"\p{Alpha}[\p{Digit}_]", r"[[:alpha:]][[:digit:]_]"),
            (r"[]a]", r"[\]a]"),
            (r"a\@b\-c", r"a@b\-c"),
            (r"a}+b{2,3}", r"a\}+b{2,3}"),
            (r"\x{41}+\x42+", r"\x{41}+\x42+"),
        ] {
            assert_eq!(translate(java).as_deref(), Ok(ours), "{java}");
        }
    }

    #[test]
    fn what_is_not_regular_is_refused() {
        for java in [r"a(?=b)", r"(?<!a)b", r"(a)\1", r"a++", r"(?>a)", r"\p{Lu}", r"(?u)a", r"a\"]
        {
            assert!(translate(java).is_err(), "{java}");
        }
    }
}
