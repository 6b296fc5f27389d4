//! Examples in the documentation of rules; they are the rules' tests.
//!
//! A fenced block ` ```yaml fails FILE ` or ` ```yaml passes FILE ` is the content of that file. In a failing example
//! every line that must carry a finding of the rule ends with `# <-`. A block ` ```yaml with FILE ` behind it is a
//! further file of the same example.

/// One example of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// Whether the rule must find something.
    pub fails: bool,
    /// The file that it is.
    pub file: String,
    /// The content of the file.
    pub text: String,
    /// The lines, from 1, that must carry a finding.
    pub lines: Vec<u32>,
    /// Further files of the example, with their content.
    pub beside: Vec<(String, String)>,
    /// Where it is an evidence record: whether the workspace's key signs it (`unsigned` at the end of the fence).
    pub is_signed: bool,
}

/// The examples of a documentation, in order.
pub fn examples(documentation: &str) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    let mut open: Option<Example> = None;
    let mut is_beside = false;
    for line in documentation.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(head)) => {
                let mut words = head.split_whitespace();
                let kind = words.next().and(words.next());
                if let (Some(kind @ ("fails" | "passes" | "with")), Some(file)) =
                    (kind, words.next())
                {
                    is_beside = kind == "with";
                    open = Some(Example {
                        fails: kind == "fails",
                        file: file.to_owned(),
                        text: String::new(),
                        lines: Vec::new(),
                        beside: Vec::new(),
                        is_signed: words.next() != Some("unsigned"),
                    });
                }
            }
            (Some(_), Some(_)) => match (open.take(), examples.last_mut()) {
                (Some(further), Some(last)) if is_beside => {
                    last.beside.push((further.file, further.text));
                }
                (done, _) => examples.extend(done),
            },
            (Some(example), None) => {
                let number = u32::try_from(example.text.lines().count())
                    .unwrap_or(u32::MAX)
                    .saturating_add(1);
                if line.trim_end().ends_with("# <-") {
                    example.lines.push(number);
                }
                example.text.push_str(line);
                example.text.push('\n');
            }
            (None, None) => {}
        }
    }
    examples
}
