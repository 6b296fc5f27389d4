//! Character references.

use std::borrow::Cow;

use html5gum::{Token, Tokenizer};

/// The longest name of the standard's table, with `&` and `;`.
const LONGEST: usize = 33;

/// Resolves the reference at the start of a text: its length, and what it stands for. None where the `&` is only that.
///
/// The common ones are answered here; for the standard's whole table and its corrections of numbers, the tokeniser is
/// asked about these few bytes.
pub(in crate::extract) fn resolve<'a>(
    text: &str,
    letters: &'a mut [u8; 4],
) -> Option<(usize, Cow<'a, str>)> {
    let bytes = text.as_bytes();
    let digits = bytes.get(1) == Some(&b'#');
    let from = if digits { 2 } else { 1 };
    let length = bytes
        .get(from..)?
        .iter()
        .take(LONGEST)
        .take_while(|byte| byte.is_ascii_alphanumeric())
        .count();
    if length == 0 {
        return None;
    }
    let name = text.get(from..from + length)?;
    let closed = bytes.get(from + length) == Some(&b';');
    let end = from + length + usize::from(closed);
    if closed && let Some(letter) = if digits { number(name) } else { common(name) } {
        return Some((end, Cow::Borrowed(letter.encode_utf8(letters))));
    }
    asked(text.get(..end)?)
}

fn common(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "ndash" => '\u{2013}',
        "mdash" => '\u{2014}',
        "lsquo" => '\u{2018}',
        "rsquo" => '\u{2019}',
        "ldquo" => '\u{201c}',
        "rdquo" => '\u{201d}',
        "hellip" => '\u{2026}',
        "shy" => '\u{ad}',
        "copy" => '\u{a9}',
        "auml" => '\u{e4}',
        "ouml" => '\u{f6}',
        "uuml" => '\u{fc}',
        "szlig" => '\u{df}',
        "eacute" => '\u{e9}',
        "egrave" => '\u{e8}',
        "agrave" => '\u{e0}',
        _ => return None,
    })
}

/// Numbers that stand for themselves; the standard maps 0x80 to 0x9f and others elsewhere.
fn number(digits: &str) -> Option<char> {
    let code = match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => digits.parse().ok()?,
    };
    if code == 0 {
        return Some('\u{fffd}');
    }
    if code < 0x20 || (0x7f..0xa0).contains(&code) {
        return None;
    }
    char::from_u32(code)
}

/// What the tokeniser makes of it, and how much of it it used.
fn asked<'a>(text: &str) -> Option<(usize, Cow<'a, str>)> {
    let resolved = Tokenizer::new(text).find_map(|token| match token {
        Ok(Token::String(resolved)) => Some(resolved),
        _ => None,
    })?;
    let resolved = String::from_utf8_lossy(&resolved.value).into_owned();
    if resolved == text {
        return None;
    }
    // A name without a semicolon may end before the letters do (`&notit;`): the rest comes back as it was written.
    let rest = resolved
        .char_indices()
        .skip(1)
        .map(|(at, _)| at)
        .find(|at| resolved.get(*at..).is_some_and(|rest| text.ends_with(rest)));
    let length = rest.unwrap_or(resolved.len());
    let used = text.len() - (resolved.len() - length);
    // `&#0` is three bytes, as is what stands for it: it stays as it is, or it would pass for copied.
    let letters = resolved
        .get(..length)
        .filter(|letters| letters.len() != used)?;
    Some((used, Cow::Owned(letters.to_owned())))
}
