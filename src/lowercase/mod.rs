//! Lower case, as the standard library makes it, with tables that are a quarter as large.
//!
//! They are ours, so the answers do not change with the version of the compiler.

mod tables;

use alloc::string::String;

use tables::{CASED, IGNORED, LETTERS};

/// A text in lower case. A sigma at the end of a word becomes the one that is written there. Linear in
/// the text, but for texts with many sigmas between other signs than letters.
#[must_use]
pub(crate) fn lowercase(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, letter) in text.char_indices() {
        if letter == 'Σ' && ends_word(text, at) {
            out.push('ς');
        } else {
            push(&mut out, letter);
        }
    }
    out
}

/// The same of each letter by itself.
#[must_use]
#[cfg(feature = "compile")]
pub(crate) fn lower_letters(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    text.chars().for_each(|letter| push(&mut out, letter));
    out
}

fn push(out: &mut String, letter: char) {
    out.push(lower(letter));
    if letter == 'İ' {
        out.push('\u{307}');
    }
}

fn lower(letter: char) -> char {
    if letter.is_ascii() {
        return letter.to_ascii_lowercase();
    }
    let code = u32::from(letter);
    let at = LETTERS.partition_point(|(_, last, ..)| *last < code);
    match LETTERS.get(at) {
        _ if letter == 'İ' => 'i',
        Some((first, _, step, distance)) if code >= *first && (code - first) % step == 0 => {
            char::from_u32(code.wrapping_add_signed(*distance)).unwrap_or(letter)
        }
        _ => letter,
    }
}

/// Whether the sigma at a place has a letter before it and none behind it.
#[cold]
fn ends_word(text: &str, at: usize) -> bool {
    let (before, behind) = text.split_at_checked(at).unwrap_or_default();
    is_beside_letter(&mut before.chars().rev()) && !is_beside_letter(&mut behind.chars().skip(1))
}

fn is_beside_letter(signs: &mut dyn Iterator<Item = char>) -> bool {
    for sign in signs {
        if !is_one_of(IGNORED, sign) {
            return is_one_of(CASED, sign);
        }
    }
    false
}

fn is_one_of(ranges: &[u8], sign: char) -> bool {
    let (mut end, mut number, mut shift, mut is_one) = (0, 0, 0, false);
    for byte in ranges {
        number |= u32::from(byte & 0x7f) << shift;
        shift += 7;
        if *byte < 0x80 {
            end += number;
            if u32::from(sign) < end {
                return is_one;
            }
            (number, shift, is_one) = (0, 0, !is_one);
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::{String, ToString};

    use super::lowercase;
    use super::tables::VERSION;

    #[test]
    fn lower_case_is_that_of_the_library() {
        for text in ["", "ΟΔΟΣ", "ΑΣ'Α Σ. Σ ΣΣ", "İSTANBUL", "STRASSE ẞ", "DŽ Dž"] {
            assert_eq!(lowercase(text), text.to_lowercase());
        }
        // Another version may know more letters.
        if char::UNICODE_VERSION != VERSION {
            return;
        }
        let all: String = ('\0'..=char::MAX).collect();
        assert_eq!(lowercase(&all), all.to_lowercase());
        for sign in '\0'..=char::MAX {
            assert_eq!(lowercase(sign.encode_utf8(&mut [0; 4])), sign.to_lowercase().to_string());
            for text in [format!("{sign}Σ"), format!("A{sign}Σ"), format!("AΣ{sign}A")] {
                assert_eq!(lowercase(&text), text.to_lowercase(), "{text:?}");
            }
        }
    }
}
