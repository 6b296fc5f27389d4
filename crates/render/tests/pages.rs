//! The rendered site of a small workspace and of the invented company at the root of the repository.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeMap;
use std::path::Path;

use candor_check::{Workspace, check};
use candor_model::{Date, Policy};
use candor_render::{Options, Rendered, render};

fn day() -> Date {
    Date::parse("2026-11-23").unwrap()
}

fn policy_of(workspace: &Workspace) -> Policy {
    let outcome = check(workspace, &candor_check::Options::on(day()));
    let findings: Vec<String> = outcome
        .diagnostics
        .iter()
        .map(|finding| format!("{} {}", finding.rule, finding.message))
        .collect();
    outcome
        .policy
        .unwrap_or_else(|| panic!("no policy: {findings:#?}"))
}

fn darkroom() -> Rendered {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    render(
        &policy_of(&Workspace::load(&root).unwrap()),
        &Options::new(day()),
    )
}

const BASE: [(&str, &str); 5] = [
    (
        "candor.yaml",
        "candor: 1\nworkspace: example\nlanguages: [en]\nregimes: [gdpr]\n",
    ),
    (
        "policies/organisation.yaml",
        "legal_name: Example Pictures GmbH\naddress: {street: Weg 2, postal_code: \"10115\", city: Berlin, country: DE}\n\
         contact: {email: privacy@pictures.example}\ndata_protection_officer: not-applicable\n\
         eu_representative: not-applicable\nuk_representative: not-applicable\n\
         supervisory_authority: {name: Commissioner, url: https://authority.example}\n\
         roles: [{role: controller, for: [visitor]}]\ndata_privacy_framework: not-applicable\n",
    ),
    (
        "policies/data.yaml",
        "picture: {label: The picture, source: [visitor], identifies: maybe}\n",
    ),
    (
        "policies/retention.yaml",
        "uploads: {delete_within: 24 hours, counted_from: upload, at_end: erase, enforced_by: candor}\n",
    ),
    (
        "policies/tools/enlarge.yaml",
        "name: Enlarge\nsummary: Make it larger.\nurl: /tools/enlarge/\nlocation: server\npurpose: requested-service\n\
         legal_basis: contract\nsubjects: [visitor]\nuses: [{data: picture, keep: uploads}]\n\
         storage: {medium: encrypted-disk, regions: [DE]}\nrecipients: [nimbus]\n",
    ),
];

const NIMBUS: &str = "legal_name: NAME\nrelation: processor\nstage: active\npurpose: hosting\nestablished_in: [LU]\n\
     contact: {email: privacy@nimbus.example}\nreceives: [picture]\nused: {when: always}\n";

/// The small workspace with that vendor name and page.
fn small(vendor: &str, page: Option<&str>) -> Rendered {
    let mut files: BTreeMap<String, Vec<u8>> = BASE
        .iter()
        .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()))
        .collect();
    let quoted = serde_json::to_string(vendor).unwrap();
    files.insert(
        "subprocessors/nimbus.yaml".to_owned(),
        NIMBUS.replace("NAME", &quoted).into_bytes(),
    );
    if let Some(page) = page {
        let page = format!("---\ntitle: Privacy\npage: privacy\n---\n{page}\n");
        files.insert("policies/pages/privacy.en.md".to_owned(), page.into_bytes());
    }
    render(
        &policy_of(&Workspace::from_files(Path::new("."), files)),
        &Options::new(day()),
    )
}

fn text<'r>(rendered: &'r Rendered, path: &str) -> &'r str {
    let found = rendered.files.iter().find(|file| file.path == path);
    let found = found.unwrap_or_else(|| panic!("{path} was not rendered"));
    std::str::from_utf8(&found.bytes).unwrap()
}

/// Fails unless every element is closed in its order and every attribute is quoted.
fn assert_well_formed(path: &str, html: &str) {
    const VOID: [&str; 7] = ["meta", "link", "br", "img", "hr", "input", "!doctype"];
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let mut quoted = false;
        let end = rest[at..]
            .char_indices()
            .find(|(_, character)| {
                quoted ^= *character == '"';
                assert!(
                    quoted || *character != '<' || rest[at..].starts_with('<'),
                    "{path}"
                );
                *character == '>' && !quoted
            })
            .unwrap_or_else(|| panic!("{path}: a tag does not end: {}", &rest[at..]))
            .0;
        let tag = &rest[at + 1..at + end];
        rest = &rest[at + end + 1..];
        let name = tag
            .split([' ', '/', '\n'])
            .find(|part| !part.is_empty())
            .unwrap_or_default();
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name), "{path}");
        } else if !VOID.contains(&name) && !tag.ends_with('/') {
            assert!(
                name.chars().all(|c| c.is_ascii_alphanumeric()),
                "{path}: <{tag}>"
            );
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{path}: {open:?} are not closed");
}

#[test]
fn the_invented_company_renders_completely_and_the_same_twice() {
    let (first, second) = (darkroom(), darkroom());
    assert!(first.is_complete(), "{:#?}", first.diagnostics);
    assert_eq!(first.files, second.files);
    assert!(
        first.files.is_sorted_by(|a, b| a.path < b.path),
        "paths are sorted and unique"
    );
}

#[test]
fn every_page_is_well_formed_small_and_self_contained() {
    for file in darkroom()
        .files
        .iter()
        .filter(|file| file.path.ends_with(".html"))
    {
        let html = std::str::from_utf8(&file.bytes).unwrap();
        assert_well_formed(&file.path, html);
        assert!(
            html.len() < 50_000,
            "{} has {} bytes",
            file.path,
            html.len()
        );
        for loaded in [
            "<script",
            "<iframe",
            "<style",
            " src=\"http",
            "@import",
            "\u{f0000}",
        ] {
            assert!(!html.contains(loaded), "{} contains {loaded}", file.path);
        }
        assert!(
            !html.contains("<td></td>") && !html.contains("<dd></dd>"),
            "{}: an empty cell",
            file.path
        );
    }
}

#[test]
fn links_between_pages_lead_to_files_and_anchors() {
    let rendered = darkroom();
    for file in rendered
        .files
        .iter()
        .filter(|file| file.path.ends_with(".html"))
    {
        let html = std::str::from_utf8(&file.bytes).unwrap();
        for href in html
            .split(" href=\"")
            .skip(1)
            .filter_map(|part| part.split('"').next())
        {
            if let Some(anchor) = href.strip_prefix('#') {
                assert!(
                    html.contains(&format!("id=\"{anchor}\"")),
                    "{}: {href}",
                    file.path
                );
            } else if (href.contains("privacy/") || href.starts_with("tools/"))
                && !href.contains(':')
                && !href.starts_with('/')
            {
                let mut steps: Vec<&str> = file.path.split('/').collect();
                steps.pop();
                for step in href.split('#').next().unwrap().split('/') {
                    match step {
                        ".." => drop(steps.pop()),
                        "." | "" => {}
                        step => steps.push(step),
                    }
                }
                let target = steps.join("/");
                let page = format!("{target}/index.html");
                assert!(
                    rendered
                        .files
                        .iter()
                        .any(|file| file.path == target || file.path == page),
                    "{}: {href} leads nowhere",
                    file.path
                );
            }
        }
    }
}

#[test]
fn vendor_tables_have_the_same_rows_in_every_format() {
    let rendered = darkroom();
    for name in ["vendors", "subprocessors"] {
        let rows: Vec<serde_json::Value> =
            serde_json::from_str(text(&rendered, &format!("privacy/{name}.json"))).unwrap();
        assert!(!rows.is_empty());
        let html = text(&rendered, &format!("privacy/{name}.html"));
        assert_eq!(html.matches("<th scope=\"row\">").count(), rows.len());
        let markdown = text(&rendered, &format!("privacy/{name}.md"));
        assert_eq!(
            markdown
                .lines()
                .filter(|line| line.starts_with("| "))
                .count(),
            rows.len() + 2
        );
        let csv = text(&rendered, &format!("privacy/{name}.csv"));
        assert_eq!(csv.matches("\r\n").count(), rows.len() + 1);
    }
}

#[test]
fn hostile_names_stay_text_on_every_page() {
    for name in [
        "<script>alert(1)</script>",
        "{{ window.uploads }}",
        "a | b",
        "=HYPERLINK(1)",
        "\"><b x=\"",
        "&lt;",
    ] {
        let page = "By {{ vendor.nimbus.name }}, [x]({{ vendor.nimbus.name }} \"{{ vendor.nimbus.name }}\"), ![{{ vendor.nimbus.name }}](a.png)";
        let rendered = small(name, Some(page));
        assert!(
            rendered.is_complete(),
            "{name}: {:#?}",
            rendered.diagnostics
        );
        for file in rendered
            .files
            .iter()
            .filter(|file| file.path.ends_with(".html"))
        {
            let html = std::str::from_utf8(&file.bytes).unwrap();
            assert_well_formed(&file.path, html);
            assert!(
                !html.contains("<script") && !html.contains("<b x"),
                "{name} in {}",
                file.path
            );
        }
        let csv = text(&rendered, "privacy/vendors.csv");
        assert!(!csv.contains("\"=HYPERLINK"), "{csv}");
        assert!(text(&rendered, "privacy/vendors.html").contains("vendor.nimbus"));
    }
}

#[test]
fn facts_in_prose_come_from_the_model_and_markdown_cannot_run() {
    let page = "Gone within {{ window.uploads }}.\n\n[the tool]({{ tool.enlarge.url }}) <script>x</script> [y](javascript:z)\n\n{{ table.retention }}";
    let rendered = small("Nimbus", Some(page));
    assert!(rendered.is_complete(), "{:#?}", rendered.diagnostics);
    let html = text(&rendered, "privacy/index.html");
    assert_well_formed("privacy/index.html", html);
    assert!(
        html.contains("Gone within <span data-fact=\"window.uploads\">24 hours</span>."),
        "{html}"
    );
    assert!(
        html.contains("<a href=\"/tools/enlarge/\">the tool</a>"),
        "{html}"
    );
    assert!(!html.contains("<script") && !html.contains("javascript:"));
}

#[test]
fn a_name_that_no_fact_has_is_found_at_its_place() {
    let rendered = small("Nimbus", Some("Fine.\n\nGone within {{ window.upload }}."));
    assert!(!rendered.is_complete());
    let finding = &rendered.diagnostics[0];
    assert_eq!(finding.rule, "site/unknown-name");
    let place = finding.place.as_ref().unwrap();
    assert_eq!(
        (&*place.file, place.line),
        ("policies/pages/privacy.en.md", 7)
    );
    assert!(
        finding.help.as_ref().unwrap().contains("window.uploads"),
        "{finding:?}"
    );
}

#[test]
fn a_broken_template_of_the_workspace_is_found_at_its_place() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let policy = policy_of(&Workspace::load(&root).unwrap());
    for (template, rule) in [
        ("<p>\n{{ page.titel }}", "site/unknown-name"),
        ("<p>\n{% if %}", "site/template-error"),
    ] {
        let options = Options {
            templates: vec![("base.html".to_owned(), template.to_owned())],
            ..Options::new(day())
        };
        let rendered = render(&policy, &options);
        assert!(!rendered.is_complete());
        let finding = &rendered.diagnostics[0];
        assert_eq!(finding.rule, rule, "{finding:?}");
        let place = finding.place.as_ref().unwrap();
        assert_eq!((&*place.file, place.line), ("templates/base.html", 2));
    }
}

#[test]
fn the_summary_leads_to_tools_and_names_the_data_of_each_length() {
    let rendered = darkroom();
    let html = text(&rendered, "privacy/index.html");
    let summary = html.split("</table>").next().unwrap();
    assert!(
        summary.contains("<a href=\"tools/enlarge/index.html\">Enlarge</a>"),
        "{summary}"
    );
    assert!(
        summary.contains("The picture you choose: 24 hours"),
        "{summary}"
    );
    assert!(
        summary.contains("The finished picture: at least 7 days, at most 7 days 2 hours"),
        "{summary}"
    );
}
