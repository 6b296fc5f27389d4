//! Reading every record and deciding what it is worth.

use candor_model::{Date, Policy};
use candor_record::{Envelope, Statement, TOOL_RUN, TrustedKey, Verdict, WINDOW_STATUS};

use super::{Doubt, DoubtKind, Files, Records, tool, window};

/// One record while it is judged.
pub(super) struct Judging<'a> {
    pub(super) policy: &'a Policy,
    pub(super) files: &'a Files,
    pub(super) today: Date,
    pub(super) file: &'a str,
    pub(super) statement: &'a Statement,
    /// Whether a trusted key signed it.
    pub(super) is_trusted: bool,
}

impl Judging<'_> {
    pub(super) fn doubt(&self, records: &mut Records, subject: &str, kind: DoubtKind) {
        records.doubts.push(Doubt {
            file: self.file.to_owned(),
            subject: Some(subject.to_owned()),
            kind,
        });
    }
}

/// Judges the records of a workspace on a day.
pub(crate) fn judge(policy: &Policy, files: &Files, today: Date) -> Records {
    let mut records = Records::default();
    let paths = match files.records() {
        Ok(paths) => paths,
        Err(error) => {
            broken(
                &mut records,
                "evidence",
                format!("the directory cannot be listed: {error}"),
            );
            return records;
        }
    };
    if paths.is_empty() {
        return records;
    }
    let (keys, missing) = trusted(policy, files);
    for path in &paths {
        if let Err(why) = one(policy, files, today, path, &keys, &missing, &mut records) {
            broken(&mut records, path, why);
        }
    }
    records
}

fn broken(records: &mut Records, file: &str, why: String) {
    records.doubts.push(Doubt {
        file: file.to_owned(),
        subject: None,
        kind: DoubtKind::Broken(why),
    });
}

/// The keys that count, and why the others cannot be used.
fn trusted(policy: &Policy, files: &Files) -> (Vec<TrustedKey>, Vec<String>) {
    let mut keys = Vec::new();
    let mut missing = Vec::new();
    for path in &policy.settings.evidence.trusted_keys {
        let read = match files.read(&path.value) {
            Ok(Some(bytes)) => String::from_utf8(bytes)
                .map_err(|_| "it is no text".to_owned())
                .and_then(|text| TrustedKey::read(&text)),
            Ok(None) => Err("there is no such file".to_owned()),
            Err(error) => Err(error),
        };
        match read {
            Ok(key) => keys.push(key),
            Err(why) => missing.push(format!("{}: {why}", path.value)),
        }
    }
    (keys, missing)
}

fn one(
    policy: &Policy,
    files: &Files,
    today: Date,
    path: &str,
    keys: &[TrustedKey],
    missing: &[String],
    records: &mut Records,
) -> Result<(), String> {
    let bytes = files.read(path)?.ok_or("there is no such file")?;
    let envelope = Envelope::read(&bytes)?;
    let statement = envelope.statement()?;
    let untrusted = match envelope.verify(keys) {
        Verdict::Verified(_) => None,
        Verdict::BadSignature => {
            return Err(
                "its signature does not fit what it says: it was changed after it was signed"
                    .to_owned(),
            );
        }
        Verdict::Unreadable => return Err("its content cannot be read".to_owned()),
        Verdict::Unsigned => Some("it is not signed".to_owned()),
        Verdict::UntrustedKey if keys.is_empty() && missing.is_empty() => {
            Some("`evidence.trusted_keys` in candor.yaml names no key".to_owned())
        }
        Verdict::UntrustedKey if missing.is_empty() => {
            Some("none of the keys in `evidence.trusted_keys` has signed it".to_owned())
        }
        Verdict::UntrustedKey => Some(format!(
            "keys of `evidence.trusted_keys` cannot be used ({})",
            missing.join("; ")
        )),
    };
    let judging = Judging {
        policy,
        files,
        today,
        file: path,
        statement: &statement,
        is_trusted: untrusted.is_none(),
    };
    let subject = match statement.predicate_type.as_str() {
        WINDOW_STATUS => window::judge(&judging, records)?,
        TOOL_RUN => tool::judge(&judging, records)?,
        other => {
            return Err(format!(
                "it is about `{other}`, which this program does not know"
            ));
        }
    };
    if let Some(why) = untrusted {
        judging.doubt(records, &subject, DoubtKind::Untrusted(why));
    }
    Ok(())
}
