//! `candor receipts`: whether a receipt proves what it says, without asking anybody, and whether a log only grew.

use std::path::{Path, PathBuf};

use candor_runtime::tlog::{
    Keys, LeafKind, ProofError, Signed, Verified, continues, size_at, verify,
};

use crate::exit::Exit;
use crate::operate::{Answer, Order, Place};
use crate::output::say;

/// What to do with receipts.
#[derive(clap::Args, Debug)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand, Debug)]
enum What {
    /// Verify a receipt offline: a `tlog-proof` file, as GET /v1/receipts/ID gives it.
    Verify(Verification),
    /// Prove that the log of a store continues an earlier checkpoint of it, as GET /v1/log/checkpoint gave it: that nothing
    /// was taken out of the log or changed since.
    Continue(Continuation),
}

#[derive(clap::Args, Debug)]
struct Continuation {
    /// The earlier checkpoint.
    file: PathBuf,
    /// A file with the public keys of the log, one a line, as GET /v1/log/keys gives them.
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    #[command(flatten)]
    place: Place,
    /// How to print the answer.
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
}

#[derive(clap::Args, Debug)]
struct Verification {
    /// The receipt.
    file: PathBuf,
    /// A file with the public keys of the log, one a line, as GET /v1/log/keys gives them.
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// The commitment that the upload's answer gave, in hexadecimal: the receipt must prove this very object.
    #[arg(long, value_name = "HEX")]
    commitment: Option<String>,
    /// How to print the answer.
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Human,
    Json,
}

pub(crate) fn run(directory: Option<&Path>, arguments: &Arguments) -> Result<Exit, String> {
    match &arguments.what {
        What::Verify(wanted) => run_verify(wanted),
        What::Continue(wanted) => run_continue(directory, wanted),
    }
}

fn read_keys(path: Option<&Path>) -> Result<Keys, String> {
    let Some(path) = path else {
        return Ok(Keys::default());
    };
    let keys = Keys::parse(&read(path)?).map_err(|why| format!("{}: {why}", path.display()))?;
    if keys.is_empty() {
        return Err(format!("{}: it holds no key", path.display()));
    }
    Ok(keys)
}

/// How a verdict ends the program.
fn exit<T>(outcome: &Result<T, ProofError>, signed: impl Fn(&T) -> Signed) -> Exit {
    match outcome {
        Ok(verified) if signed(verified) == Signed::ByKnownKey => Exit::Fine,
        Ok(_) => Exit::Unchecked,
        Err(ProofError::Unreadable(_)) => Exit::Unable,
        Err(_) => Exit::Findings,
    }
}

fn run_continue(directory: Option<&Path>, wanted: &Continuation) -> Result<Exit, String> {
    let keys = read_keys(wanted.key.as_deref())?;
    let earlier = read(&wanted.file)?;
    let older = size_at(&earlier).map_err(|error| format!("{}: {error}", wanted.file.display()))?;
    let (data, _) = wanted.place.find(directory)?;
    let answer = wanted.place.order(&data, &Order::Continue { older })?;
    let Answer::Continued { checkpoint, path } = answer else {
        return Err("the store answered another question".to_owned());
    };
    let outcome = match path {
        None => Err(ProofError::NotContinued),
        Some(path) => {
            from_hex(&path).and_then(|path| continues(&earlier, &checkpoint, &path, &keys))
        }
    };
    match (wanted.format, &outcome) {
        (Format::Human, Ok(one)) => {
            say!(
                "{} holds the {} entries that it held then, in the same order, and {} more.",
                one.origin,
                one.older,
                one.newer - one.older
            );
            if one.signed == Signed::CouldNotCheck {
                say!(
                    "Could not check who signed the checkpoints: name the public key of the log with --key."
                );
            }
        }
        (Format::Human, Err(error)) => say!("Refuted: {error}."),
        (Format::Json, Ok(one)) => say!(
            "{}",
            serde_json::json!({
                "verdict": word(one.signed),
                "origin": one.origin,
                "older": one.older,
                "newer": one.newer,
            })
        ),
        (Format::Json, Err(error)) => say!("{}", refuted(error)),
    }
    Ok(exit(&outcome, |one| one.signed))
}

fn from_hex(path: &[String]) -> Result<Vec<[u8; 32]>, ProofError> {
    let hashes = path.iter().map(|hash| {
        let bytes = data_encoding::HEXLOWER.decode(hash.as_bytes()).ok()?;
        bytes.try_into().ok()
    });
    let hashes: Option<Vec<[u8; 32]>> = hashes.collect();
    hashes.ok_or_else(|| ProofError::Unreadable("a hash in the answer is damaged".to_owned()))
}

fn run_verify(wanted: &Verification) -> Result<Exit, String> {
    let keys = read_keys(wanted.key.as_deref())?;
    let outcome = verify(&read(&wanted.file)?, &keys).and_then(|verified| {
        match (&wanted.commitment, verified.member) {
            (None, _) => Ok(verified),
            (Some(hex), Some(member)) if hex.eq_ignore_ascii_case(&in_hex(&member)) => Ok(verified),
            (Some(_), _) => Err(ProofError::NotInSet),
        }
    });
    match wanted.format {
        Format::Human => print(&outcome),
        Format::Json => say!("{}", document(&outcome)),
    }
    Ok(exit(&outcome, |verified| verified.signed))
}

fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn in_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn print(outcome: &Result<Verified, ProofError>) {
    let verified = match outcome {
        Ok(verified) => verified,
        Err(error) => {
            say!("Refuted: {error}.");
            return;
        }
    };
    let leaf = &verified.leaf;
    match verified.signed {
        Signed::ByKnownKey => say!(
            "Verified: signed by {}, entry {} of {}.",
            verified.origin,
            verified.index,
            verified.size
        ),
        Signed::CouldNotCheck => say!(
            "Could not check the signature: name the public key of {} with --key. Everything else in it agrees (entry {} of {}).",
            verified.origin,
            verified.index,
            verified.size
        ),
    }
    let why = match leaf.kind {
        LeafKind::Bucket => "their window ended",
        LeafKind::Erasure => "somebody asked for it",
        LeafKind::Hold => "a hold on them was lifted after their end",
    };
    say!(
        "  what      {} objects ({} bytes) of the window `{}`, because {why}",
        leaf.objects,
        leaf.bytes,
        leaf.window
    );
    say!("  rule      {}", leaf.definition);
    if let Some(ends) = &leaf.ends {
        say!("  end       {ends}");
    }
    say!("  noted     {}", leaf.expired);
    say!("  unreadable {}: the key was destroyed", leaf.shredded);
    say!(
        "  gone      {}: the bytes were removed, and their absence seen at {}",
        leaf.gone,
        leaf.verified
    );
    say!(
        "  policy    {}",
        if leaf.policy.is_empty() {
            "none was in force"
        } else {
            &leaf.policy
        }
    );
    match &verified.member {
        Some(member) => say!(
            "  object    the one with the commitment {} was among them",
            in_hex(member)
        ),
        None => say!("  object    the receipt speaks of the whole bucket and of no single object"),
    }
    if leaf.held > 0 {
        say!(
            "It leaves out {} objects that are held by law or for a claim.",
            leaf.held
        );
    }
    for copy in &leaf.not_covered {
        match &copy.within {
            Some(within) => say!(
                "It does not cover copies in `{}`, which may exist for {within} longer.",
                copy.place
            ),
            None => say!(
                "It does not cover copies in `{}`; for how long they may exist is not stated.",
                copy.place
            ),
        }
    }
    say!(
        "It is the word of the store that signed it. It does not prove that nobody had made a copy before."
    );
}

fn document(outcome: &Result<Verified, ProofError>) -> serde_json::Value {
    match outcome {
        Ok(verified) => serde_json::json!({
            "verdict": word(verified.signed),
            "origin": verified.origin,
            "index": verified.index,
            "size": verified.size,
            "leaf": verified.leaf,
            "commitment": verified.member.map(|member| in_hex(&member)),
        }),
        Err(error) => refuted(error),
    }
}

fn word(signed: Signed) -> &'static str {
    match signed {
        Signed::ByKnownKey => "verified",
        Signed::CouldNotCheck => "could-not-check",
    }
}

fn refuted(error: &ProofError) -> serde_json::Value {
    serde_json::json!({
        "verdict": match error {
            ProofError::Unreadable(_) => "unreadable",
            _ => "refuted",
        },
        "reason": error.to_string(),
    })
}
