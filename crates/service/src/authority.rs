//! Who may do what: which requests need a token, and of which kind.

use std::net::SocketAddr;

use axum::http::{HeaderMap, Method, header};
use candor_runtime::TokenKind;
use candor_runtime::{Refusal, RefusalKind, StoreError};
use data_encoding::BASE64;

use crate::error::ServeError;
use crate::state::AppState;

/// The page for people, which a browser opens.
const STATUS: &str = "/status";

/// Why a request is let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Admitted {
    /// It carries a token of the right kind.
    ByToken,
    /// It needs none: it reads what everybody may read, or an object's id is its capability.
    Free,
    /// There are no tokens, and only this machine can reach the address; where it comes from decides.
    ByPlace,
}

/// What a request needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Need {
    /// Nothing.
    Nothing,
    /// A token of that kind, once there are tokens or others can reach the address.
    OnceThereAreTokens(TokenKind),
    /// A token of that kind, always.
    Always(TokenKind),
}

/// What a request needs, by its method and path.
fn need(method: &Method, path: &str) -> Need {
    let reads = matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS);
    let below = |place: &str| {
        path.strip_prefix(place)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    if below("/v1/subjects") {
        Need::Always(TokenKind::Subject)
    } else if reads && below("/v1/events") {
        Need::Always(TokenKind::Admin)
    } else if path == STATUS {
        Need::OnceThereAreTokens(TokenKind::Admin)
    } else if reads || (below("/v1/objects") && *method == Method::DELETE) {
        Need::Nothing
    } else {
        Need::OnceThereAreTokens(TokenKind::Write)
    }
}

/// Lets a request in by its token or because it needs none.
///
/// # Errors
/// Refuses a token that is missing, unknown, ended or of another kind, and everything that needs one while the tokens
/// cannot be read.
pub(crate) fn admit(
    state: &AppState,
    method: &Method,
    path: &str,
    headers: &HeaderMap,
) -> Result<Admitted, Refusal> {
    let open = state.is_loopback() && state.tokens().list().map_err(unreadable)?.is_empty();
    match need(method, path) {
        Need::Always(kind) => demand(state, kind, path, headers),
        Need::OnceThereAreTokens(kind) if !open => demand(state, kind, path, headers),
        Need::Nothing if !open => Ok(Admitted::Free),
        Need::Nothing | Need::OnceThereAreTokens(_) => Ok(Admitted::ByPlace),
    }
}

fn demand(
    state: &AppState,
    wanted: TokenKind,
    path: &str,
    headers: &HeaderMap,
) -> Result<Admitted, Refusal> {
    let word = wanted.word();
    let Some(secret) = secret(path, headers) else {
        return Err(refuse(format!(
            "This needs a token of the kind `{word}`, as `Authorization: Bearer TOKEN`. `candor token new --kind {word}` \
             makes one."
        )));
    };
    let found = state.tokens().kind_of(&secret, state.store().now());
    match found.map_err(unreadable)? {
        Some(kind) if kind.covers(wanted) => Ok(Admitted::ByToken),
        Some(kind) => Err(refuse(format!(
            "This needs a token of the kind `{word}`, and this one is of the kind `{}`.",
            kind.word()
        ))),
        None => Err(refuse(
            "The token is not known, was revoked, or has ended.".to_owned(),
        )),
    }
}

/// Whether a request carries an admin token. Whoever cannot be known as an administrator is none.
pub(crate) fn is_admin(state: &AppState, path: &str, headers: &HeaderMap) -> bool {
    demand(state, TokenKind::Admin, path, headers).is_ok()
}

/// The token that a request carries. A browser that opens the page for people can only ask for a password, so there the
/// token may be that.
fn secret(path: &str, headers: &HeaderMap) -> Option<String> {
    let (scheme, rest) = headers
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?
        .split_once(' ')?;
    if scheme.eq_ignore_ascii_case("bearer") {
        return Some(rest.trim().to_owned());
    }
    if scheme.eq_ignore_ascii_case("basic") && path == STATUS {
        let plain = String::from_utf8(BASE64.decode(rest.trim().as_bytes()).ok()?).ok()?;
        return plain
            .split_once(':')
            .map(|(_, password)| password.to_owned());
    }
    None
}

fn refuse(detail: String) -> Refusal {
    Refusal::new(
        RefusalKind::Unauthorised,
        "runtime/token",
        "A token is needed",
        detail,
    )
}

fn unreadable(error: StoreError) -> Refusal {
    Refusal::from(error)
}

/// Refuses to serve an address that others can reach while nobody has a token to write with.
///
/// # Errors
/// As said, and where the tokens cannot be read.
pub(crate) fn refuse_open_address(state: &AppState, address: SocketAddr) -> Result<(), ServeError> {
    let tokens = state.tokens().list().map_err(ServeError::Tokens)?;
    let now = state.store().now();
    let writes = tokens
        .iter()
        .any(|token| token.kind.covers(TokenKind::Write) && token.is_valid(now));
    if state.is_loopback() || writes {
        Ok(())
    } else {
        Err(ServeError::NotLoopback(address))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_needs_which_token() {
        use Need::{Always, Nothing, OnceThereAreTokens};
        let (get, post) = (Method::GET, Method::POST);
        for (method, path, wanted) in [
            (&get, "/v1/objects/x", Nothing),
            (&Method::HEAD, "/v1/objects/x", Nothing),
            (&Method::DELETE, "/v1/objects/x", Nothing),
            (
                &post,
                "/v1/tools/a/uploads",
                OnceThereAreTokens(TokenKind::Write),
            ),
            (&post, "/v1/objects/x", OnceThereAreTokens(TokenKind::Write)),
            (&get, "/v1/subjects/x/export", Always(TokenKind::Subject)),
            (
                &Method::DELETE,
                "/v1/subjects/x",
                Always(TokenKind::Subject),
            ),
            (&get, "/v1/events/x", Always(TokenKind::Admin)),
            (&post, "/v1/events/x", OnceThereAreTokens(TokenKind::Write)),
            (
                &post,
                "/v1/disclosures",
                OnceThereAreTokens(TokenKind::Write),
            ),
            (&get, "/status", OnceThereAreTokens(TokenKind::Admin)),
            (&get, "/metrics", Nothing),
        ] {
            assert_eq!(need(method, path), wanted, "{method} {path}");
        }
    }
}
