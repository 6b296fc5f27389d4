//! Precision and recall of recognition on labelled sentences, per language and kind.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::iter_over_hash_type,
    reason = "a test states what must hold, and prints the figures"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use candor_claims::{Context, Language, recognise};
use serde_json::Value;

#[derive(Default, Clone, Copy)]
struct Count {
    hit: usize,
    wrong: usize,
    missed: usize,
    valued: usize,
    exact: usize,
    empty: usize,
    flagged: usize,
}

impl Count {
    fn precision(&self) -> f64 {
        ratio(self.hit, self.hit + self.wrong)
    }

    fn recall(&self) -> f64 {
        ratio(self.hit, self.hit + self.missed)
    }

    fn f1(&self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        if p + r == 0.0 {
            0.0
        } else {
            2.0 * p * r / (p + r)
        }
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        1.0
    } else {
        part as f64 / whole as f64
    }
}

/// Figures by split, then by language or kind.
fn measure(show: bool) -> BTreeMap<String, BTreeMap<String, Count>> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dev");
    let mut out: BTreeMap<String, BTreeMap<String, Count>> = BTreeMap::new();
    let mut files: Vec<_> = fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "jsonl"))
        .collect();
    files.sort();
    for line in files
        .iter()
        .flat_map(|file| {
            fs::read_to_string(file)
                .unwrap()
                .lines()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .filter(|line| !line.trim().is_empty())
    {
        let case: Value = serde_json::from_str(&line).unwrap();
        let text = |key: &str| case.get(key).and_then(Value::as_str);
        let split = text("split").unwrap_or("tune").to_owned();
        let code = text("lang")
            .or_else(|| text("language"))
            .map(str::to_owned)
            .unwrap_or_else(|| {
                let id = text("id").unwrap_or_default();
                ["de", "fr", "es"]
                    .into_iter()
                    .find(|code| id.split('-').any(|part| part == *code))
                    .unwrap_or("en")
                    .to_owned()
            });
        let context = Context {
            language: Language::of(&code),
            stem: text("stem"),
            question: text("question"),
            heading: text("heading"),
            ..Context::default()
        };
        let found = recognise(text("text").unwrap(), &context);
        let wanted: Vec<(String, Option<String>)> = case["labels"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|label| label["kind"] != "none")
            .map(|label| {
                let value = label.get("value").and_then(Value::as_str);
                (
                    label["kind"].as_str().unwrap().to_owned(),
                    value.map(str::to_owned),
                )
            })
            .collect();
        let mut got: Vec<(String, Option<String>)> = found
            .iter()
            .map(|claim| (claim.kind.word().to_owned(), claim.value.clone()))
            .collect();
        let mut problems = Vec::new();
        let tables = out.entry(split.clone()).or_default();
        let mut count = |kind: &str, change: &dyn Fn(&mut Count)| {
            for key in [
                format!("lang {code}"),
                format!("kind {kind}"),
                format!("{code} {kind}"),
                "all".to_owned(),
            ] {
                change(tables.entry(key).or_default());
            }
        };
        for (kind, value) in &wanted {
            let same = got.iter().position(|(k, v)| k == kind && v == value);
            match same.or_else(|| got.iter().position(|(k, _)| k == kind)) {
                None => {
                    count(kind, &|count| count.missed += 1);
                    problems.push(format!("missed {kind}"));
                }
                Some(at) => {
                    let (_, had) = got.remove(at);
                    let timed = kind.contains("duration")
                        || kind.contains("time")
                        || kind.contains("period");
                    count(kind, &|count| {
                        count.hit += 1;
                        count.valued += usize::from(timed);
                        count.exact += usize::from(timed && canonical(&had) == canonical(value));
                    });
                    if value.is_some() && canonical(&had) != canonical(value) {
                        problems.push(format!("{kind}: {had:?} for {value:?}"));
                    }
                }
            }
        }
        let flagged = !got.is_empty();
        for (kind, value) in &got {
            count(kind, &|count| count.wrong += 1);
            problems.push(format!("wrong {kind} {value:?}"));
        }
        if wanted.is_empty() {
            count("none", &|count| {
                count.empty += 1;
                count.flagged += usize::from(flagged);
            });
        }
        if show && split == "tune" && !problems.is_empty() {
            println!(
                "{} {} -> {} {:?}",
                text("id").unwrap_or_default(),
                text("text").unwrap(),
                problems.join("; "),
                found
                    .iter()
                    .map(|claim| claim.trace.join(" "))
                    .collect::<Vec<_>>()
            );
        }
    }
    out
}

fn canonical(value: &Option<String>) -> Option<String> {
    let value = value.as_deref()?;
    if let Some(hours) = value
        .strip_prefix("PT")
        .and_then(|rest| rest.strip_suffix('H'))
        && let Ok(hours) = hours.parse::<u32>()
        && hours % 24 == 0
    {
        return Some(format!("P{}D", hours / 24));
    }
    if let Some(minutes) = value
        .strip_prefix("PT")
        .and_then(|rest| rest.strip_suffix('M'))
        && let Ok(minutes) = minutes.parse::<u32>()
        && minutes % 60 == 0
    {
        return Some(format!("PT{}H", minutes / 60));
    }
    if let Some(weeks) = value
        .strip_prefix('P')
        .and_then(|rest| rest.strip_suffix('W'))
        && let Ok(weeks) = weeks.parse::<u32>()
    {
        return Some(format!("P{}D", weeks * 7));
    }
    Some(value.to_owned())
}

#[test]
fn sentences_are_recognised() {
    let tables = measure(true);
    for (split, table) in &tables {
        println!("{split}");
        for (key, count) in table {
            println!(
                "  {key:28} P {:.3} R {:.3} F1 {:.3}  hit {:4} wrong {:3} missed {:3}  values {}/{}  negatives flagged {}/{}",
                count.precision(),
                count.recall(),
                count.f1(),
                count.hit,
                count.wrong,
                count.missed,
                count.exact,
                count.valued,
                count.flagged,
                count.empty
            );
        }
    }
    let tune = &tables["tune"];
    let english = tune["lang en"];
    assert!(english.f1() >= 0.93, "English F1 {:.3}", english.f1());
    assert!(ratio(english.flagged, english.empty) <= 0.04);
    assert!(ratio(english.exact, english.valued) >= 0.99);
    for code in ["de", "fr", "es"] {
        let count = tune[&format!("lang {code}")];
        assert!(count.f1() >= 0.80, "{code} F1 {:.3}", count.f1());
    }
}
