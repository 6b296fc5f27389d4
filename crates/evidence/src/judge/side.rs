//! One run as it is compared with the others: what was sent and needs no explanation or has one, each under a key that it has
//! in every run.

use super::alike::without_origin;
use super::explained::{Explained, Standing, standing};
use super::left::{Left, View};
use crate::content::Sent;

/// Headers that no script can set: the browser writes them, or refuses.
const NOT_SETTABLE: [&str; 8] = [
    "accept-encoding",
    "connection",
    "content-length",
    "host",
    "keep-alive",
    "origin",
    "upgrade-insecure-requests",
    "user-agent",
];

/// One of the runs that are compared.
pub(super) struct Side<'v, 'r> {
    pub(super) view: &'v View<'r>,
    pub(super) sent: Vec<Sent>,
    /// From which message each of them is.
    pub(super) from: Vec<&'v Left<'r>>,
}

/// Stands in the key of what is a header.
pub(super) const HEADER: &str = " header ";

impl<'v, 'r> Side<'v, 'r> {
    pub(super) fn new(view: &'v View<'r>, explained: &[Explained]) -> Self {
        let run = view.run;
        let mut side = Self {
            view,
            sent: Vec::new(),
            from: Vec::new(),
        };
        for left in view.after(run.chosen_at.unwrap_or(i64::MAX)) {
            let is_later = run.revisited_at.is_some_and(|at| left.at >= at);
            match standing(run, explained, left.method, left.url) {
                Standing::Explained | Standing::OwnFile => {}
                // What is usual, or sent by other pages, is compared as well.
                Standing::Unexplained if is_later => {}
                Standing::Unexplained | Standing::Inside => continue,
            }
            let (place, open) = split(view, left, explained);
            let phase = match (run.is_elsewhere(left.at), is_later) {
                (true, _) => "elsewhere ",
                (_, true) => "again ",
                _ => "",
            };
            let key = format!("{phase}{} {place}", left.method);
            for (name, value) in settable(left) {
                side.add(
                    left,
                    format!("{key}{HEADER}{name}"),
                    value.as_bytes().to_vec(),
                );
            }
            let body = left.body.iter().copied();
            let bytes: Vec<&[u8]> = std::iter::once(open.as_bytes()).chain(body).collect();
            side.add(left, key, bytes.concat());
        }
        side
    }

    fn add(&mut self, left: &'v Left<'r>, key: String, bytes: Vec<u8>) {
        let bytes = without_origin(bytes, self.view.run);
        self.sent.push(Sent { key, bytes });
        self.from.push(left);
    }
}

/// What a URL has in every run, and what of it can vary: the query, and below an explained place the rest of the path.
fn split(view: &View<'_>, left: &Left<'_>, explained: &[Explained]) -> (String, String) {
    let run = view.run;
    let mut declared = explained.iter();
    if let Some((to, rest)) =
        declared.find_map(|one| Some((&one.to, one.rest(&run.origin, left.url)?)))
    {
        return (to.clone(), rest.to_owned());
    }
    let url = run.short(left.url);
    let (place, query) = url.split_once('?').unwrap_or((&url, ""));
    (place.to_owned(), query.to_owned())
}

/// The headers that a script can set, each once, in the order of their names.
pub(super) fn settable<'l>(left: &Left<'l>) -> Vec<(String, &'l str)> {
    let mut all: Vec<(String, &str)> = left
        .headers
        .iter()
        .map(|(name, value)| (name.to_ascii_lowercase(), *value))
        .filter(|(name, _)| {
            let is_browsers = name.starts_with("sec-") && name != "sec-websocket-protocol";
            !is_browsers && !name.starts_with(':') && !NOT_SETTABLE.contains(&name.as_str())
        })
        .collect();
    all.sort();
    all.dedup();
    all
}
