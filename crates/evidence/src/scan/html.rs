//! Documents: the elements that can send, the scripts and styles in them, and the files that they name.

use std::collections::BTreeMap;

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{HtmlString, Spanned, Token, Tokenizer};

use super::reference::{Found, Role, host};
use super::sink::SinkKind::{self, Code, Markup, Network};
use super::{css, script};
use crate::Channel;

type Attributes = BTreeMap<HtmlString, Spanned<HtmlString, usize>>;

/// Of what the text is that comes next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Markup,
    Script { is_module: bool },
    Style,
    Nothing,
}

/// Reads a document.
pub(super) fn read(text: &str) -> Found {
    let mut found = Found::default();
    let mut inside = Inside::Markup;
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    // Text of scripts and styles comes as text and not as markup.
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(text, emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                element(&mut found, tag.span.start, &name, &tag.attributes);
                inside = next(&mut found, tag.span.start, &name, &tag.attributes);
            }
            Token::EndTag(_) => inside = Inside::Markup,
            Token::String(part) => {
                let source = String::from_utf8_lossy(&part.value);
                let at = part.span.start;
                match inside {
                    Inside::Script { is_module } => {
                        found.take(script::read(&source, is_module), at, true);
                    }
                    Inside::Style => found.take(css::read(&source), at, true),
                    Inside::Markup | Inside::Nothing => {}
                }
            }
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    found
}

/// What the text after a start tag is.
fn next(found: &mut Found, at: usize, name: &str, attributes: &Attributes) -> Inside {
    match name {
        "style" => Inside::Style,
        "script" => {
            let kind = get(attributes, "type").map(|(_, kind)| kind.to_ascii_lowercase());
            match kind.as_deref().map(str::trim) {
                Some("module") => Inside::Script { is_module: true },
                Some("speculationrules") => {
                    let detail = "speculation rules load documents ahead";
                    found.sink(at, Network(Channel::Other), detail);
                    Inside::Nothing
                }
                Some("importmap") => {
                    let fault = "an import map renames modules: bare names are not followed";
                    found.faults.push((at, fault.to_owned()));
                    Inside::Nothing
                }
                None
                | Some(
                    ""
                    | "text/javascript"
                    | "application/javascript"
                    | "text/ecmascript"
                    | "application/ecmascript"
                    | "text/jscript"
                    | "application/x-javascript",
                ) => Inside::Script { is_module: false },
                Some(_) => Inside::Nothing,
            }
        }
        _ => Inside::Markup,
    }
}

fn get(attributes: &Attributes, name: &str) -> Option<(usize, String)> {
    attributes.get(name.as_bytes()).map(|value| {
        let text = String::from_utf8_lossy(value).into_owned();
        (value.span.start, text)
    })
}

/// What an element loads or sends by itself.
fn element(found: &mut Found, at: usize, name: &str, attributes: &Attributes) {
    for (attribute, value) in attributes {
        let attribute = String::from_utf8_lossy(attribute).to_ascii_lowercase();
        let text = String::from_utf8_lossy(value).into_owned();
        let at = value.span.start;
        if attribute.starts_with("on") && attribute.len() > 3 {
            found.sink(at, Code, format!("an inline handler, {attribute}"));
            // The handler's text may hold entities, so its own places are not exact: they are the attribute's.
            let mut part = script::read(&format!("(function(){{{text}\n}})"), false);
            flatten(&mut part);
            found.take(part, at, true);
        }
        match attribute.as_str() {
            "style" => {
                let mut part = css::read(&text);
                flatten(&mut part);
                found.take(part, at, true);
            }
            "ping" => {
                found.sink(at, Network(Channel::Beacon), "a link with ping");
                for url in text.split_whitespace() {
                    found.hosts.extend(host(url).map(|host| (at, host)));
                }
            }
            "srcdoc" => {
                found.sink(at, Markup, "a frame with a document of its own");
                let mut part = read_inner(&text);
                flatten(&mut part);
                found.take(part, at, true);
            }
            "srcset" | "imagesrcset" => {
                for url in text
                    .split(',')
                    .filter_map(|one| one.split_whitespace().next())
                {
                    load(found, at, url, Channel::Image, Role::Other);
                }
            }
            _ => {}
        }
        let lower = text.trim_start().to_ascii_lowercase();
        if matches!(
            attribute.as_str(),
            "href" | "src" | "action" | "formaction" | "xlink:href" | "data"
        ) && lower.starts_with("javascript:")
        {
            found.sink(at, Code, "a javascript: URL");
        }
    }
    named(found, at, name, attributes);
}

/// Elements by their names.
fn named(found: &mut Found, at: usize, name: &str, attributes: &Attributes) {
    let src = get(attributes, "src");
    let href = get(attributes, "href").or_else(|| get(attributes, "xlink:href"));
    match name {
        "script" => {
            let is_module = get(attributes, "type")
                .is_some_and(|(_, kind)| kind.trim().eq_ignore_ascii_case("module"));
            let role = if is_module {
                Role::Module
            } else {
                Role::Script
            };
            if let Some((at, url)) = src.or(href) {
                load(found, at, &url, Channel::Other, role);
            }
        }
        "img" | "image" | "input" | "use" | "feimage" => {
            if let Some((at, url)) = src.or(href) {
                load(found, at, &url, Channel::Image, Role::Other);
            }
        }
        "video" | "audio" | "source" | "track" | "embed" | "bgsound" => {
            if name == "embed" {
                found.sink(at, Network(Channel::Navigation), "an embedded document");
            }
            for (at, url) in [src, get(attributes, "poster")].into_iter().flatten() {
                load(found, at, &url, Channel::Other, Role::Other);
            }
        }
        "iframe" | "frame" | "object" | "portal" | "fencedframe" => {
            found.sink(
                at,
                Network(Channel::Navigation),
                format!("a frame, <{name}>"),
            );
            if let Some((at, url)) = src.or_else(|| get(attributes, "data")) {
                found.url(at, &url, Role::Document, true);
            }
        }
        "form" => form(found, at, get(attributes, "action")),
        "a" | "area" => {
            if let Some((at, url)) = href {
                found.hosts.extend(host(&url).map(|host| (at, host)));
            }
        }
        "base" => {
            found.sink(
                at,
                Network(Channel::Other),
                "<base> moves every relative URL",
            );
            if let Some((at, url)) = href {
                found.hosts.extend(host(&url).map(|host| (at, host)));
            }
        }
        "meta" => meta(found, at, attributes),
        "link" => link(found, at, attributes, href),
        _ => {}
    }
    if let Some((at, url)) = get(attributes, "formaction") {
        form(found, at, Some((at, url)));
    }
}

fn form(found: &mut Found, at: usize, action: Option<(usize, String)>) {
    found.sink(at, Network(Channel::Form), "a form that can be sent");
    if let Some((at, url)) = action {
        found.hosts.extend(host(&url).map(|host| (at, host)));
    }
}

fn meta(found: &mut Found, at: usize, attributes: &Attributes) {
    let kind = get(attributes, "http-equiv").map(|(_, kind)| kind.trim().to_ascii_lowercase());
    let content = get(attributes, "content");
    if kind.as_deref() == Some("refresh") {
        found.sink(
            at,
            Network(Channel::Navigation),
            "a page that reloads or moves by itself",
        );
    }
    if kind.as_deref() == Some("x-dns-prefetch-control") {
        found.sink(
            at,
            Network(Channel::Dns),
            "the looking up of names ahead is switched",
        );
    }
    if let Some((at, text)) = content {
        let url = text.find("//").and_then(|from| {
            let start = text
                .get(..from)?
                .rfind(['=', ' '])
                .map_or(0, |before| before + 1);
            host(text.get(start..)?.trim_matches(['\'', '"']))
        });
        found.hosts.extend(url.map(|host| (at, host)));
    }
}

fn link(found: &mut Found, at: usize, attributes: &Attributes, href: Option<(usize, String)>) {
    let rel = get(attributes, "rel").map_or_else(String::new, |(_, rel)| rel.to_ascii_lowercase());
    let kind = get(attributes, "as").map(|(_, kind)| kind.to_ascii_lowercase());
    let mut role = Role::Other;
    let mut is_loaded = false;
    for word in rel.split_whitespace() {
        match word {
            "dns-prefetch" | "preconnect" => {
                found.sink(at, Network(Channel::Dns), format!("<link rel={word}>"));
            }
            "prefetch" | "prerender" => {
                found.sink(at, Network(Channel::Other), format!("<link rel={word}>"));
            }
            "preload" | "modulepreload" => {
                found.sink(at, Network(Channel::Other), format!("<link rel={word}>"));
                is_loaded = true;
                role = match kind.as_deref() {
                    _ if word == "modulepreload" => Role::Module,
                    Some("script" | "worker") => Role::Script,
                    Some("style") => Role::Style,
                    _ => Role::Other,
                };
            }
            "stylesheet" => (is_loaded, role) = (true, Role::Style),
            "icon" | "apple-touch-icon" | "mask-icon" | "manifest" => is_loaded = true,
            _ => {}
        }
    }
    let Some((at, url)) = href else { return };
    if is_loaded {
        load(found, at, &url, Channel::Other, role);
    } else {
        found.hosts.extend(host(&url).map(|host| (at, host)));
    }
}

/// Something that is loaded by itself: from outside it is a way out, from inside it is a file to read.
fn load(found: &mut Found, at: usize, url: &str, channel: Channel, role: Role) {
    if let Some(host) = host(url) {
        let kind: SinkKind = Network(channel);
        found.sink(at, kind, format!("loads from {host}"));
    }
    found.url(at, url, role, true);
}

/// A document in an attribute. One inside that again is a fault and not read, so that depth has an end.
fn read_inner(text: &str) -> Found {
    if text.to_ascii_lowercase().contains("srcdoc") {
        let fault = "a document in a document in a document was not read";
        return Found {
            faults: vec![(0, fault.to_owned())],
            ..Found::default()
        };
    }
    read(text)
}

/// Moves every place to the beginning, where the text was decoded and its own places do not hold.
fn flatten(part: &mut Found) {
    part.sinks.iter_mut().for_each(|one| one.0 = 0);
    part.hosts.iter_mut().for_each(|one| one.0 = 0);
    part.faults.iter_mut().for_each(|one| one.0 = 0);
    part.references.iter_mut().for_each(|one| one.at = 0);
}
