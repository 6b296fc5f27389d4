//! Labelled sentences, and what recognition makes of them, counted per part, kind and language.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use candor_claims::{Context, Language, Polarity, recognise};
use serde_json::Value;

/// What was counted.
#[derive(Default, Clone, Copy)]
pub(crate) struct Count {
    pub(crate) hit: usize,
    pub(crate) wrong: usize,
    pub(crate) missed: usize,
    /// Claims of a length of time that were found, and those of them with the right one.
    pub(crate) valued: usize,
    pub(crate) exact: usize,
    /// Sentences without a claim, and those of them in which one was found.
    pub(crate) empty: usize,
    pub(crate) flagged: usize,
}

impl Count {
    pub(crate) fn precision(&self) -> f64 {
        ratio(self.hit, self.hit + self.wrong)
    }

    pub(crate) fn recall(&self) -> f64 {
        ratio(self.hit, self.hit + self.missed)
    }

    pub(crate) fn f1(&self) -> f64 {
        ratio(2 * self.hit, 2 * self.hit + self.wrong + self.missed)
    }
}

/// A part of a whole; all of nothing.
pub(crate) fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        1.0
    } else {
        part as f64 / whole as f64
    }
}

/// Counts by part (`tune`, `held-out`), then by `all`, `lang CODE`, `kind KIND` and `CODE KIND`.
pub(crate) type Figures = BTreeMap<String, BTreeMap<String, Count>>;

/// A claim as a label states it.
type Labelled = (String, Option<String>);

/// Reads every labelled sentence. What goes wrong in the part to tune on is handed to `wrong`, of the other parts nothing
/// is shown.
pub(crate) fn measure(mut wrong: impl FnMut(String)) -> Figures {
    let mut figures = Figures::new();
    for line in lines() {
        let case: Value = serde_json::from_str(&line).unwrap();
        let text = |key: &str| case.get(key).and_then(Value::as_str);
        let code = text("lang").unwrap_or("en").to_owned();
        let split = text("split").unwrap_or("tune").to_owned();
        let context = Context {
            language: Language::of(&code),
            stem: text("stem"),
            question: text("question"),
            heading: text("heading"),
            ..Context::default()
        };
        let found = recognise(text("text").unwrap(), &context);
        // A disclosure is no claim of its kind.
        let got: Vec<Labelled> = found
            .iter()
            .filter(|claim| claim.polarity == Polarity::Asserts)
            .map(|claim| (claim.kind.word().to_owned(), claim.value.clone()))
            .collect();
        let problems = compare(
            figures.entry(split.clone()).or_default(),
            &code,
            &labels(&case),
            got,
        );
        if split.ends_with("tune") && !problems.is_empty() {
            let traces: Vec<String> = found.iter().map(|claim| claim.trace.join(" ")).collect();
            let id = text("id").unwrap_or_default();
            wrong(format!(
                "{id} {:?} -> {} {traces:?}",
                text("text").unwrap(),
                problems.join("; ")
            ));
        }
    }
    figures
}

/// The sentences of the repository, and of the directory that `CANDOR_LABELLED` names: texts of others, say, which a
/// repository may not hold.
fn lines() -> Vec<String> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dev");
    let more = std::env::var_os("CANDOR_LABELLED").map(PathBuf::from);
    let mut files: Vec<_> = [Some(own), more]
        .into_iter()
        .flatten()
        .flat_map(|directory| fs::read_dir(directory).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "jsonl"))
        .collect();
    files.sort();
    let texts = files.iter().map(|file| fs::read_to_string(file).unwrap());
    texts
        .flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>())
        .filter(|line| !line.trim().is_empty())
        .collect()
}

fn labels(case: &Value) -> Vec<Labelled> {
    let labels = case["labels"].as_array().unwrap().iter();
    labels
        .filter(|label| label["kind"] != "none")
        .map(|label| {
            let value = label.get("value").and_then(Value::as_str);
            (
                label["kind"].as_str().unwrap().to_owned(),
                value.map(str::to_owned),
            )
        })
        .collect()
}

/// Counts one sentence, and says what is wrong with it.
fn compare(
    table: &mut BTreeMap<String, Count>,
    code: &str,
    wanted: &[Labelled],
    mut got: Vec<Labelled>,
) -> Vec<String> {
    let mut problems = Vec::new();
    let mut count = |kind: &str, change: &dyn Fn(&mut Count)| {
        for key in [
            "all".to_owned(),
            format!("lang {code}"),
            format!("kind {kind}"),
            format!("{code} {kind}"),
        ] {
            change(table.entry(key).or_default());
        }
    };
    for (kind, value) in wanted {
        let same = got
            .iter()
            .position(|(k, v)| k == kind && canonical(v) == canonical(value));
        let Some(at) = same.or_else(|| got.iter().position(|(k, _)| k == kind)) else {
            count(kind, &|count| count.missed += 1);
            problems.push(format!("missed {kind}"));
            continue;
        };
        let (_, had) = got.remove(at);
        let timed = matches!(
            kind.as_str(),
            "retention-duration" | "rights-response-time" | "notice-period"
        );
        let exact = canonical(&had) == canonical(value);
        count(kind, &|count| {
            count.hit += 1;
            count.valued += usize::from(timed);
            count.exact += usize::from(timed && exact);
        });
        if value.is_some() && !exact {
            problems.push(format!("{kind}: {had:?} for {value:?}"));
        }
    }
    for (kind, value) in &got {
        count(kind, &|count| count.wrong += 1);
        problems.push(format!("wrong {kind} {value:?}"));
    }
    if wanted.is_empty() {
        let flagged = !got.is_empty();
        count("none", &|count| {
            count.empty += 1;
            count.flagged += usize::from(flagged);
        });
    }
    problems
}

/// A value in which equal lengths are written in one way: 24 hours as a day, weeks as days.
fn canonical(value: &Option<String>) -> Option<String> {
    let value = value.as_deref()?;
    let whole = |prefix: &str, suffix: &str| {
        let inner = value.strip_prefix(prefix)?.strip_suffix(suffix)?;
        inner.parse::<u32>().ok()
    };
    Some(
        match (whole("PT", "H"), whole("PT", "M"), whole("P", "W")) {
            (Some(hours), ..) if hours % 24 == 0 => format!("P{}D", hours / 24),
            (_, Some(minutes), _) if minutes % 60 == 0 => format!("PT{}H", minutes / 60),
            (.., Some(weeks)) => format!("P{}D", weeks * 7),
            _ => value.to_owned(),
        },
    )
}
