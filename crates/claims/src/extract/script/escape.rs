//! Escapes in strings of JavaScript.

use crate::extract::text::Text;

/// Adds the content of a string, its escapes resolved.
pub(super) fn resolve(raw: &str, base: usize, text: &mut Text) {
    let mut from = 0;
    while let Some(found) = raw.get(from..).and_then(|rest| rest.find('\\')) {
        let slash = from + found;
        text.copy(raw.get(from..slash).unwrap_or_default(), base + from);
        let (letter, length) = escape(raw.get(slash..).unwrap_or_default());
        let place = base + slash..base + slash + length;
        if let Some(letter) = letter {
            text.replace(letter.encode_utf8(&mut [0; 4]), place);
        }
        from = slash + length;
    }
    text.copy(raw.get(from..).unwrap_or_default(), base + from);
}

/// What an escape stands for, and its length. A line's end behind a backslash stands for nothing.
fn escape(text: &str) -> (Option<char>, usize) {
    let Some(letter) = text.chars().nth(1) else {
        return (Some('\\'), 1);
    };
    let length = 1 + letter.len_utf8();
    match letter {
        'n' | 'r' => (Some('\n'), length),
        't' | 'v' | 'b' | 'f' | '0' => (Some(' '), length),
        '\r' if text.get(2..3) == Some("\n") => (None, 3),
        '\n' | '\r' => (None, length),
        'x' => (
            number(text, 2, 4).or(Some('x')),
            number(text, 2, 4).map_or(length, |_| 4),
        ),
        'u' => unicode(text).map_or((Some('u'), length), |(letter, length)| {
            (Some(letter), length)
        }),
        other => (Some(other), length),
    }
}

fn code(text: &str, from: usize, to: usize) -> Option<u32> {
    let digits = text.get(from..to)?;
    let hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    hex.then(|| u32::from_str_radix(digits, 16).ok()).flatten()
}

fn number(text: &str, from: usize, to: usize) -> Option<char> {
    char::from_u32(code(text, from, to)?)
}

/// `\u{1f512}`, `\u00e9`, or two of the latter that are one character.
fn unicode(text: &str) -> Option<(char, usize)> {
    if text.get(2..3) == Some("{") {
        let close = text.bytes().take(12).position(|byte| byte == b'}')?;
        return Some((number(text, 3, close)?, close + 1));
    }
    let high = code(text, 2, 6)?;
    if (0xd800..0xdc00).contains(&high)
        && text.get(6..8) == Some("\\u")
        && let Some(low) = code(text, 8, 12).filter(|low| (0xdc00..0xe000).contains(low))
    {
        let both = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
        return Some((char::from_u32(both)?, 12));
    }
    Some((char::from_u32(high).unwrap_or('\u{fffd}'), 6))
}
