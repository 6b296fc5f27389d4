//! The tool's own site: files of a directory, and a record of what was asked.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use http_body_util::Full;
use hyper::{Response, StatusCode};

use super::http::{Asked, serve};
use super::log::Log;

/// A site on 127.0.0.1; every request to it is written down as received by `own`.
pub(crate) struct Site {
    port: u16,
}

impl Site {
    pub(super) async fn start(root: PathBuf, headers: Vec<(String, String)>, log: Log) -> Self {
        let given = Arc::new((root, headers));
        let port = serve(None, move |asked: Asked| {
            log.add("own", asked.head.clone(), asked.body.clone());
            let given = given.clone();
            async move { answer(&given.0, &given.1, &asked) }
        })
        .await;
        Self { port }
    }

    /// The address of a file.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}/{path}", self.port)
    }
}

fn answer(root: &Path, headers: &[(String, String)], asked: &Asked) -> Response<Full<Bytes>> {
    let name = asked.path().trim_start_matches('/');
    let name = if name.is_empty() { "index.html" } else { name };
    let is_plain = Path::new(name)
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    let found = match is_plain {
        true => std::fs::read(root.join(name)).ok(),
        false => None,
    };
    let mut response = Response::builder()
        .header("Content-Type", media(name))
        .header("Cache-Control", "no-store");
    for (name, value) in headers {
        response = response.header(name, value);
    }
    let status = match found {
        Some(_) => StatusCode::OK,
        None => StatusCode::NOT_FOUND,
    };
    let body = Full::new(found.unwrap_or_default().into());
    response.status(status).body(body).unwrap()
}

fn media(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        _ => "application/octet-stream",
    }
}
