//! How deep a script may nest, told from its bytes: the parser descends one level of the stack for each, and a stack that
//! ends takes the whole process with it.

/// At most so many levels. Scripts that people and bundlers write have a few hundred.
const DEEPEST: usize = 20_000;

/// Whether a script surely stays below the limit. Each open bracket, each operator since the last separator and each
/// word that takes a statement or an operand counts as one level, so that the true depth is never above the count.
pub(super) fn is_bounded(text: &str) -> bool {
    let mut open: Vec<usize> = Vec::new();
    let (mut here, mut below) = (0_usize, 0_usize);
    let mut word = String::new();
    let mut skip_to = 0;
    for (at, character) in text.char_indices() {
        if at < skip_to {
            continue;
        }
        if let Some(length) = packed(text, at, character) {
            skip_to = at + length;
        }
        if character.is_ascii_lowercase() && word.len() < 12 {
            word.push(character);
            continue;
        }
        if is_nesting(&word) {
            here += 1;
        }
        word.clear();
        match character {
            '(' | '[' | '{' => {
                open.push(here);
                below += here + 1;
                here = 0;
            }
            ')' | ']' | '}' => {
                if let Some(outer) = open.pop() {
                    below = below.saturating_sub(outer + 1);
                    here = outer;
                }
            }
            ',' => here = 0,
            // An `else` goes on after the separator: it is counted over the whole block.
            ';' => here = 0,
            '!' | '~' | '+' | '-' | '?' | ':' | '=' | '.' | '&' | '|' | '*' | '/' | '<' | '>'
            | '%' | '^' | '`' => here += 1,
            _ => {}
        }
        if below + here > DEEPEST {
            return false;
        }
    }
    text.matches("else").count() <= DEEPEST
}

/// The length of a long quoted string of packed bytes that opens here: its signs are letters of base64 and no operators.
fn packed(text: &str, at: usize, quote: char) -> Option<usize> {
    if !matches!(quote, '"' | '\'' | '`') {
        return None;
    }
    let rest = text.get(at + 1..)?;
    let length = rest
        .bytes()
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'='))
        .count();
    (length >= 64 && rest.get(length..)?.starts_with(quote)).then_some(length + 1)
}

fn is_nesting(word: &str) -> bool {
    const WORDS: [&str; 13] = [
        "typeof", "void", "delete", "new", "await", "yield", "else", "for", "while", "with", "do",
        "if", "async",
    ];
    WORDS.contains(&word)
}
