//! Publishing into real directories.

use std::fs;

use super::manifest::{either, listed, read_manifest, write_manifest};
use super::region::refreshed;
use super::*;

fn site(files: &[(&str, &str)]) -> Rendered {
    let files = files.iter().map(|(path, text)| Output {
        path: (*path).to_owned(),
        bytes: text.as_bytes().to_vec(),
    });
    Rendered {
        files: files.collect(),
        notes: vec![("resize".to_owned(), "NOTE".to_owned())],
        ..Rendered::default()
    }
}

#[test]
fn only_own_files_are_changed_and_removed() {
    let directory = tempfile::tempdir().unwrap();
    let root = directory.path();
    fs::write(
        root.join("index.html"),
        "mine <!-- candor:note resize -->old<!-- /candor:note --> mine",
    )
    .unwrap();
    let first = site(&[("privacy/a.html", "A"), ("privacy/b/b.html", "B")]);
    assert_eq!(
        write(root, &first).unwrap(),
        Published {
            written: 2,
            unchanged: 0,
            removed: 0
        }
    );
    let page = fs::read_to_string(root.join("index.html")).unwrap();
    assert_eq!(
        page,
        "mine <!-- candor:note resize -->\nNOTE\n<!-- /candor:note --> mine"
    );
    assert!(check(root, &first).unwrap().is_empty());
    assert_eq!(
        write(root, &first).unwrap(),
        Published {
            written: 0,
            unchanged: 2,
            removed: 0
        }
    );
    let second = site(&[("privacy/a.html", "A2")]);
    assert_eq!(check(root, &second).unwrap().lines().count(), 2);
    assert_eq!(
        write(root, &second).unwrap(),
        Published {
            written: 1,
            unchanged: 0,
            removed: 1
        }
    );
    assert!(!root.join("privacy/b").exists());
}

#[test]
fn a_foreign_file_stops_everything_before_the_first_byte() {
    let directory = tempfile::tempdir().unwrap();
    let root = directory.path();
    fs::create_dir(root.join("privacy")).unwrap();
    fs::write(root.join("privacy/b.html"), "somebody's").unwrap();
    let result = write(
        root,
        &site(&[("privacy/a.html", "A"), ("privacy/b.html", "B")]),
    );
    assert!(matches!(result, Err(PublishFault::Foreign(_))));
    assert!(!root.join("privacy/a.html").exists());
    assert_eq!(
        fs::read_to_string(root.join("privacy/b.html")).unwrap(),
        "somebody's"
    );
}

#[test]
fn a_file_that_was_changed_by_hand_is_not_overwritten() {
    let directory = tempfile::tempdir().unwrap();
    let root = directory.path();
    write(root, &site(&[("a.html", "A")])).unwrap();
    fs::write(root.join("a.html"), "edited").unwrap();
    assert!(matches!(
        write(root, &site(&[("a.html", "A2")])),
        Err(PublishFault::Foreign(_))
    ));
    assert_eq!(fs::read_to_string(root.join("a.html")).unwrap(), "edited");
    // Dropping it from the site leaves it to whoever changed it.
    write(root, &site(&[])).unwrap();
    assert_eq!(fs::read_to_string(root.join("a.html")).unwrap(), "edited");
}

#[test]
fn a_run_that_was_cut_off_can_be_followed_by_another() {
    let directory = tempfile::tempdir().unwrap();
    let root = directory.path();
    write(root, &site(&[("a.html", "A"), ("b.html", "B")])).unwrap();
    // A second run announced what it would write, replaced one of two files, and was killed.
    let second = site(&[("a.html", "A2"), ("b.html", "B2"), ("c.html", "C2")]);
    let known = either(read_manifest(root).unwrap(), &listed(&second.files));
    write_manifest(root, &known).unwrap();
    fs::write(root.join("a.html"), "A2").unwrap();
    fs::write(root.join("c.html"), "C2").unwrap();
    let third = site(&[("a.html", "A3"), ("b.html", "B3")]);
    let published = write(root, &third).unwrap();
    assert_eq!((published.written, published.removed), (2, 1));
    assert!(!root.join("c.html").exists());
    assert!(check(root, &third).unwrap().is_empty());
    fs::write(root.join("a.html"), "A2").unwrap();
    assert!(matches!(
        write(root, &site(&[("a.html", "A4")])),
        Err(PublishFault::Foreign(_))
    ));
}

#[test]
fn a_file_that_cannot_be_written_leaves_the_old_site_whole() {
    let directory = tempfile::tempdir().unwrap();
    let root = directory.path();
    let first = site(&[("a.html", "A"), ("b.html", "B")]);
    write(root, &first).unwrap();
    // What is on its way cannot be written.
    fs::write(root.join(staging::STAGING), "in the way").unwrap();
    let second = site(&[("a.html", "A2"), ("b.html", "B2")]);
    assert!(matches!(write(root, &second), Err(PublishFault::Io(..))));
    fs::remove_file(root.join(staging::STAGING)).unwrap();
    assert!(check(root, &first).unwrap().is_empty());
    assert_eq!(write(root, &second).unwrap().written, 2);
    assert!(!root.join(staging::STAGING).exists());
}

#[test]
fn what_a_killed_run_left_behind_is_removed() {
    let directory = tempfile::tempdir().unwrap();
    let root = directory.path();
    fs::create_dir(root.join(staging::STAGING)).unwrap();
    fs::write(root.join(staging::STAGING).join("7"), "half a pa").unwrap();
    write(root, &site(&[("a.html", "A")])).unwrap();
    let names: Vec<_> = fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert!(!names.contains(&staging::STAGING.to_owned()), "{names:?}");
}

#[test]
fn a_region_without_an_end_swallows_nothing() {
    let notes = [("resize".to_owned(), "NOTE".to_owned())];
    let text = "<!-- candor:note resize -->mine<!-- candor:note resize -->old<!-- /candor:note -->";
    let fresh =
        "<!-- candor:note resize -->mine<!-- candor:note resize -->\nNOTE\n<!-- /candor:note -->";
    assert_eq!(refreshed(text, &notes).as_deref(), Some(fresh));
    assert_eq!(refreshed("<!-- candor:note resize -->mine", &notes), None);
    assert_eq!(
        refreshed("<!-- candor:note -->x<!-- candor:note", &notes),
        None
    );
}
