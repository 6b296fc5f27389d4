//! Names that may stand in one source file only.

use super::File;

/// What is named, where alone it may be, and why.
const NAMED_ONLY_IN: &[(&str, &str, &str)] = &[
    (
        "chrono",
        "crates/model/src/time.rs",
        "its retirement is announced, so the swap must stay one file",
    ),
    (
        "granit_parser",
        "crates/syntax/src/parse.rs",
        "the parser must stay replaceable",
    ),
    (
        "SystemTime::now",
        "crates/model/src/clock.rs",
        "deletion must be testable against a clock that is set",
    ),
];
/// The table itself names them.
const EXEMPT: &str = "crates/xtask/";

/// Every line of code that names one of them elsewhere.
pub(crate) fn problems(files: &[File]) -> Vec<String> {
    let mut problems = Vec::new();
    let sources = files.iter().filter(|file| {
        file.path.starts_with("crates/")
            && file.path.contains("/src/")
            && file.path.ends_with(".rs")
    });
    for file in sources.filter(|file| !file.path.starts_with(EXEMPT)) {
        for (index, line) in file.text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or(line);
            for (name, only, why) in NAMED_ONLY_IN {
                if file.path != *only && names(code, name) {
                    problems.push(format!(
                        "{}:{}: `{name}` may be named in {only} only: {why}",
                        file.path,
                        index + 1
                    ));
                }
            }
        }
    }
    problems
}

/// Whether the name stands in the line as a whole word.
fn names(line: &str, name: &str) -> bool {
    let part_of_word =
        |character: Option<char>| character.is_some_and(|c| c.is_alphanumeric() || c == '_');
    line.match_indices(name).any(|(at, _)| {
        let (before, rest) = line.split_at(at);
        !part_of_word(before.chars().next_back()) && !part_of_word(rest.chars().nth(name.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> usize {
        problems(&[File {
            path: path.to_owned(),
            text: text.to_owned(),
        }])
        .len()
    }

    #[test]
    fn a_name_in_another_file_is_a_problem() {
        assert_eq!(found("crates/check/src/a.rs", "use chrono::Utc;\n"), 1);
        assert_eq!(
            found("crates/syntax/src/tree.rs", "granit_parser::Event\n"),
            1
        );
        assert_eq!(
            found("crates/runtime/src/a.rs", "let now = SystemTime::now();\n"),
            1
        );
    }

    #[test]
    fn its_own_file_comments_and_longer_words_are_none() {
        assert_eq!(found("crates/model/src/time.rs", "use chrono::Utc;\n"), 0);
        assert_eq!(
            found(
                "crates/check/src/a.rs",
                "// chrono is elsewhere\nlet chronology = 1;\n"
            ),
            0
        );
    }
}
