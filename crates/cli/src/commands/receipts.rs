//! `candor receipts verify`: whether a receipt proves what it says, without asking anybody.

use std::path::{Path, PathBuf};

use candor_runtime::tlog::{Keys, LeafKind, ProofError, Signed, Verified, verify};

use crate::exit::Exit;
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

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, String> {
    let What::Verify(wanted) = &arguments.what;
    let keys = match &wanted.key {
        None => Keys::default(),
        Some(path) => {
            let keys =
                Keys::parse(&read(path)?).map_err(|why| format!("{}: {why}", path.display()))?;
            if keys.is_empty() {
                return Err(format!("{}: it holds no key", path.display()));
            }
            keys
        }
    };
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
    Ok(match outcome {
        Ok(verified) if verified.signed == Signed::ByKnownKey => Exit::Fine,
        Ok(_) => Exit::Unchecked,
        Err(ProofError::Unreadable(_)) => Exit::Unable,
        Err(_) => Exit::Findings,
    })
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
            "verdict": match verified.signed {
                Signed::ByKnownKey => "verified",
                Signed::CouldNotCheck => "could-not-check",
            },
            "origin": verified.origin,
            "index": verified.index,
            "size": verified.size,
            "leaf": verified.leaf,
            "commitment": verified.member.map(|member| in_hex(&member)),
        }),
        Err(error) => serde_json::json!({
            "verdict": match error {
                ProofError::Unreadable(_) => "unreadable",
                _ => "refuted",
            },
            "reason": error.to_string(),
        }),
    }
}
