//! WebAssembly: it has no network of its own, so what counts is what it imports from its glue.

use wasmparser::{Parser, Payload};

use super::reference::Found;
use super::sink::SinkKind;
use crate::Channel;

/// At most so many imports are looked at.
const MOST_IMPORTS: usize = 100_000;

/// Reads a module's imports.
pub(super) fn read(bytes: &[u8]) -> Found {
    let mut found = Found::default();
    let mut count = 0;
    for payload in Parser::new(0).parse_all(bytes) {
        let section = match payload {
            Ok(Payload::ImportSection(section)) => section,
            Ok(_) => continue,
            Err(error) => {
                let fault = format!("this is no WebAssembly that can be read: {error}");
                found.faults.push((0, fault));
                return found;
            }
        };
        for import in section.into_imports() {
            count += 1;
            if count > MOST_IMPORTS {
                let fault = format!("more than {MOST_IMPORTS} imports: the rest was not read");
                found.faults.push((0, fault));
                return found;
            }
            match import {
                Ok(import) => {
                    let detail = format!("imports {}.{}", import.module, import.name);
                    if let Some(channel) = channel(import.module, import.name) {
                        found.sink(0, SinkKind::Network(channel), detail);
                    } else if is_code(import.name) {
                        found.sink(0, SinkKind::Code, detail);
                    }
                }
                Err(error) => {
                    let fault = format!("the imports cannot be read: {error}");
                    found.faults.push((0, fault));
                    return found;
                }
            }
        }
    }
    found
}

/// Whether an import runs a script that the module hands over.
fn is_code(name: &str) -> bool {
    name.contains("eval") || name.contains("run_script") || name.contains("asm_const")
}

/// The way out to which the name of an import points: glue of Emscripten, of wasm-bindgen, and of WASI.
fn channel(module: &str, name: &str) -> Option<Channel> {
    let name = name.to_ascii_lowercase();
    let has = |word: &str| name.contains(word);
    if has("websocket") {
        Some(Channel::Websocket)
    } else if has("xmlhttprequest") || has("xhr") {
        Some(Channel::Xhr)
    } else if has("sendbeacon") {
        Some(Channel::Beacon)
    } else if has("rtcpeer") || has("datachannel") {
        Some(Channel::Webrtc)
    } else if has("webtransport") {
        Some(Channel::Webtransport)
    } else if has("fetch") && !has("atomic") {
        Some(Channel::Fetch)
    } else if has("socket")
        || name.starts_with("sock_")
        || name.starts_with("__syscall_send")
        || name.starts_with("__syscall_connect")
        || name.starts_with("__wbg_send_")
        || module.starts_with("wasi:sockets")
        || module.starts_with("wasi:http")
    {
        Some(Channel::Other)
    } else {
        None
    }
}
