//! The marks of broken documents: which findings their lines must carry.

/// One finding that a document must get.
#[derive(Debug)]
pub(crate) struct Mark {
    /// Its line.
    pub(crate) line: u32,
    /// Its column.
    pub(crate) column: u32,
    /// Its rule.
    pub(crate) rule: String,
    /// Part of its message.
    pub(crate) message: String,
    /// Part of its help.
    pub(crate) help: String,
}

/// The marks at the ends of the lines of a text.
pub(crate) fn in_text(text: &str) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        if let Some((_, behind)) = line.split_once("# <- ") {
            let parts = separated(behind, ';');
            marks.extend(parts.iter().map(|part| mark(number, part)));
        }
    }
    marks
}

/// The path and the marks of a sidecar.
pub(crate) fn sidecar(text: &str) -> (String, Vec<Mark>) {
    let mut lines = text.lines();
    let path = lines.next().expect("a path").to_owned();
    let marks = lines.map(|line| {
        let (number, rest) = line.split_once(' ').expect("LINE RULE COLUMN");
        mark(number.parse().expect("a line"), rest)
    });
    (path, marks.collect())
}

/// `RULE COLUMN "part of the message" "part of the help"`.
fn mark(line: u32, text: &str) -> Mark {
    let mut parts = separated(text.trim(), ' ').into_iter();
    let rule = parts.next().expect("a rule");
    let column = parts.next().expect("a column");
    let mut words = parts.map(|part| part.trim_matches('"').replace("\\q", "\""));
    Mark {
        line,
        column: column
            .parse()
            .unwrap_or_else(|_| panic!("no column: {text}")),
        rule,
        message: words.next().unwrap_or_default(),
        help: words.next().unwrap_or_default(),
    }
}

/// The parts between separators that stand outside quotation marks.
fn separated(text: &str, separator: char) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut quoted = false;
    for character in text.trim().chars() {
        quoted ^= character == '"';
        match parts.last_mut() {
            Some(part) if quoted || character != separator => part.push(character),
            _ => parts.push(String::new()),
        }
    }
    parts
}
