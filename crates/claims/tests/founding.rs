//! The five founding documents, as they were published, held against their workspaces under tests/seeds.
//!
//! The texts belong to others and are not in this repository. The test reads them from the directory that CANDOR_SEEDS
//! names; `cargo xtask test` runs it where that is set. The tables hold line numbers and what a careful reader finds.

mod judged;

use std::fs;
use std::path::Path;

use candor_claims::Verdict;
use judged::{policy, read};

use Verdict::{Contradicted, Narrowed, Unverified, Vague};

/// A conflict: its line, the kind of the claim, the verdicts that say it, and what is wrong.
type Conflict = (usize, &'static str, &'static [Verdict], &'static str);

/// A line on which nothing may be reported; with a kind, nothing of that kind.
type Silent = (usize, &'static str);

struct Document {
    workspace: &'static str,
    file: &'static str,
    conflicts: &'static [Conflict],
    silent: &'static [Silent],
    /// Whether every line without a conflict is silent.
    careful: bool,
}

const DOCUMENTS: [Document; 5] = [
    Document {
        workspace: "imgigo",
        file: "imgigo-privacy-policy.txt",
        conflicts: &[
            (
                3,
                "deletion-immediacy",
                &[Contradicted],
                "the heading says at once; the windows are 24 hours and 7 days",
            ),
            (
                4,
                "no-storage",
                &[Contradicted],
                "nothing retained, and only memory; the windows say otherwise",
            ),
            (
                6,
                "exhaustive-list",
                &[Contradicted],
                "further data is declared beside the list that is called complete",
            ),
            (
                7,
                "deletion-immediacy",
                &[Contradicted],
                "removed after processing; the window is 24 hours",
            ),
            (
                9,
                "anonymity",
                &[Contradicted],
                "an IP address among anonymous data",
            ),
            (
                11,
                "local-processing",
                &[Contradicted],
                "cookies are sent with every request",
            ),
            (
                18,
                "anonymity",
                &[Contradicted],
                "anonymised analytics of visits whose IP address is kept",
            ),
            (
                21,
                "region",
                &[Unverified],
                "servers in one country; vendors without a place",
            ),
            (
                21,
                "no-sharing",
                &[Unverified, Narrowed, Contradicted],
                "no outside hosts; a cloud and a CDN are declared",
            ),
            (
                21,
                "assurance",
                &[Unverified],
                "a class of data centre without a certificate",
            ),
            (26, "assurance", &[Unverified], "audits without a day"),
            (
                29,
                "no-upload",
                &[Narrowed],
                "the cut-outs in the history come from a server",
            ),
            (
                32,
                "anonymity",
                &[Contradicted],
                "a cookie with anonymised data, beside kept addresses",
            ),
            (
                32,
                "rights",
                &[Narrowed],
                "an opt-out in an account that nobody needs",
            ),
            (
                33,
                "no-tracking",
                &[Narrowed],
                "an analytics cookie; what tracking means is not said",
            ),
            (
                35,
                "exhaustive-list",
                &[Narrowed, Contradicted],
                "shared only with providers; authorities get data, too",
            ),
            (
                35,
                "assurance",
                &[Unverified],
                "strict agreements without a day of signing",
            ),
            (
                50,
                "no-storage",
                &[Contradicted],
                "images are said not to be stored; two windows say otherwise",
            ),
            (
                50,
                "rights",
                &[Contradicted],
                "the right to erasure is talked away",
            ),
        ],
        silent: &[
            (4, "no-training"),
            (6, "no-account"),
            (10, ""),
            (15, ""),
            (19, ""),
            (23, ""),
            (24, ""),
            (27, ""),
            (40, ""),
            (42, ""),
            (43, ""),
            (44, ""),
            (45, ""),
            (46, ""),
            (47, ""),
            (48, ""),
            (49, ""),
            (50, "rights-response-time"),
        ],
        careful: false,
    },
    Document {
        workspace: "pixmize",
        file: "pixmize-privacy-policy.txt",
        conflicts: &[
            (
                22,
                "no-upload",
                &[Unverified],
                "never leaves the device; nobody looked",
            ),
            (
                30,
                "retention-duration",
                &[Vague],
                "somebody else's practices in place of a time",
            ),
            (
                46,
                "anonymity",
                &[Contradicted],
                "anonymous statistics beside logs with addresses",
            ),
            (54, "anonymity", &[Contradicted], "the same, in other words"),
            (
                58,
                "no-upload",
                &[Contradicted],
                "preferences on the device, which a cookie holds, too",
            ),
            (
                64,
                "no-upload",
                &[Unverified, Narrowed],
                "a reservation and then never",
            ),
            (68, "assurance", &[Unverified], "a word of praise"),
            (
                76,
                "other-party",
                &[Unverified],
                "a promise for another party without a fact",
            ),
            (
                80,
                "exhaustive-list",
                &[Contradicted],
                "one of the vendors is missing in the list",
            ),
            (84, "assurance", &[Unverified], "a word of praise"),
            (
                84,
                "retention-duration",
                &[Vague],
                "somebody else's practices",
            ),
            (
                86,
                "retention-duration",
                &[Vague],
                "somebody else's policies",
            ),
            (
                103,
                "retention-duration",
                &[Vague],
                "somebody else's policies",
            ),
            (105, "no-storage", &[Vague], "no control over the time"),
            (
                117,
                "assurance",
                &[Unverified],
                "compliance that nobody checked",
            ),
            (
                128,
                "rights",
                &[Narrowed],
                "a choice that the operation decides",
            ),
            (
                130,
                "rights",
                &[Narrowed],
                "erasure of everything, declared for the account alone",
            ),
            (
                139,
                "no-storage",
                &[Narrowed],
                "no data at all, under a heading about the browser",
            ),
            (
                143,
                "retention-duration",
                &[Vague],
                "somebody else's policies",
            ),
            (
                147,
                "anonymity",
                &[Contradicted],
                "anonymous statistics beside logs with addresses",
            ),
            (153, "notice-period", &[Vague], "changes without a time"),
        ],
        silent: &[
            (14, ""),
            (20, ""),
            (28, ""),
            (31, ""),
            (52, ""),
            (62, ""),
            (70, ""),
            (72, ""),
            (90, ""),
            (113, ""),
            (119, ""),
            (121, ""),
            (127, ""),
            (131, ""),
            (132, ""),
            (137, ""),
            (147, "retention-duration"),
        ],
        careful: false,
    },
    Document {
        workspace: "imagekit",
        file: "imagekit-gdpr.txt",
        conflicts: &[
            (
                11,
                "purpose",
                &[Narrowed],
                "to provide the service, beside marketing and product analytics",
            ),
            (47, "assurance", &[Unverified], "vetted, and no day of it"),
            (
                68,
                "role",
                &[Narrowed],
                "a processor and nothing else; also a controller",
            ),
        ],
        silent: &[
            (5, ""),
            (9, ""),
            (11, "no-sale"),
            (11, "no-sharing"),
            (11, "no-upload"),
            (15, ""),
            (17, ""),
            (18, ""),
            (21, ""),
            (25, ""),
            (47, "notice-period"),
            (54, ""),
        ],
        careful: false,
    },
    Document {
        workspace: "imgapis",
        file: "imgapis-privacy-policy.txt",
        conflicts: &[
            (
                5,
                "no-tracking",
                &[Contradicted],
                "no analytics of requests, which telemetry records",
            ),
            (
                11,
                "no-storage",
                &[Contradicted],
                "bytes that are not stored; outputs last a year",
            ),
            (
                13,
                "anonymity",
                &[Contradicted],
                "records with the workspace and a hash of the address",
            ),
            (
                19,
                "region",
                &[Contradicted],
                "the bucket's region, and copies all over the world",
            ),
            (
                30,
                "rights",
                &[Narrowed],
                "full erasure, declared for the account alone",
            ),
            (
                31,
                "rights",
                &[Contradicted],
                "leaving in place of an objection",
            ),
        ],
        silent: &[
            (8, ""),
            (12, ""),
            (15, ""),
            (16, ""),
            (18, ""),
            (21, ""),
            (22, ""),
            (23, ""),
            (24, ""),
            (26, ""),
            (30, "retention-duration"),
            (34, ""),
            (36, ""),
        ],
        careful: false,
    },
    Document {
        workspace: "imgkit",
        file: "imgkit-image-tool-privacy.txt",
        conflicts: &[],
        silent: &[],
        careful: true,
    },
];

#[test]
#[ignore = "needs the published texts of others, which CANDOR_SEEDS names"]
fn the_founding_documents_get_the_findings_of_a_careful_reader() {
    let seeds =
        std::env::var("CANDOR_SEEDS").expect("CANDOR_SEEDS names the directory of the texts");
    let mut wrong = Vec::new();
    for document in &DOCUMENTS {
        let policy = policy(&format!("tests/seeds/{}", document.workspace));
        let path = Path::new(&seeds).join(document.file);
        let source = fs::read_to_string(&path).expect("the text of the document");
        let found = read(&policy, document.file, &source);
        for (line, kind, verdicts, what) in document.conflicts {
            let hit = found.iter().any(|one| {
                one.line == *line && one.kind.word() == *kind && verdicts.contains(&one.verdict)
            });
            if !hit {
                let there: Vec<String> = found
                    .iter()
                    .filter(|one| one.line == *line)
                    .map(|one| format!("{} {}", one.kind.word(), one.verdict.word()))
                    .collect();
                wrong.push(format!(
                    "{}:{line} missed ({what}); there: {}",
                    document.file,
                    there.join(", ")
                ));
            }
        }
        for one in found.iter().filter(|one| one.objects()) {
            let silent = document.careful
                || document.silent.iter().any(|(line, kind)| {
                    one.line == *line && (kind.is_empty() || *kind == one.kind.word())
                });
            if silent {
                wrong.push(format!(
                    "{}:{} is true and was flagged: {} {}: {}",
                    document.file,
                    one.line,
                    one.kind.word(),
                    one.verdict.word(),
                    one.why
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
