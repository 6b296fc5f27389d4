//! Pages: a short YAML head between two lines `---`, and Markdown behind it.

use std::sync::Arc;

use candor_syntax::SourceFile;

/// The head of a page between its two `---` lines, on the lines where it stands in the file.
pub(crate) fn front_matter(source: &SourceFile) -> Arc<SourceFile> {
    let mut head = String::from("\n");
    let mut lines = source.text().split_inclusive('\n');
    if lines.next().is_some_and(|first| first.trim_end() == "---") {
        for line in lines {
            if line.trim_end() == "---" {
                return Arc::new(SourceFile::new(source.path().clone(), head));
            }
            head.push_str(line);
        }
    }
    Arc::new(SourceFile::new(source.path().clone(), ""))
}

/// The line on which the body of a page begins, and the body.
pub(crate) fn page_body(source: &SourceFile) -> (u32, String) {
    let mut line = 1;
    let mut lines = source.text().split_inclusive('\n');
    if lines.next().is_some_and(|first| first.trim_end() == "---") {
        for next in lines.by_ref() {
            line += 1;
            if next.trim_end() == "---" {
                return (line + 1, lines.collect());
            }
        }
    }
    (1, source.text().to_owned())
}
