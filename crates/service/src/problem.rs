//! Refusals as problem documents (RFC 9457).

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use candor_runtime::{Refusal, RefusalKind};
use serde::Serialize;

/// A refusal on its way out.
#[derive(Debug)]
pub(crate) struct Problem(pub(crate) Refusal);

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Self(refusal)
    }
}

/// The document. `rule` and `policy` are the extension members of this product.
#[derive(Serialize)]
struct Document<'a> {
    r#type: String,
    title: &'a str,
    status: u16,
    detail: &'a str,
    rule: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    policy: Option<Place<'a>>,
}

#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    line: u32,
    column: u32,
}

/// The status of a refusal.
fn status(kind: RefusalKind) -> StatusCode {
    match kind {
        RefusalKind::Boundary => StatusCode::FORBIDDEN,
        RefusalKind::Unauthorised => StatusCode::UNAUTHORIZED,
        RefusalKind::Unknown => StatusCode::NOT_FOUND,
        RefusalKind::Ambiguous => StatusCode::CONFLICT,
        RefusalKind::Gone => StatusCode::GONE,
        RefusalKind::LengthRequired => StatusCode::LENGTH_REQUIRED,
        RefusalKind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        RefusalKind::UnsupportedFormat => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        RefusalKind::Invalid => StatusCode::BAD_REQUEST,
        RefusalKind::SweepOnly => StatusCode::SERVICE_UNAVAILABLE,
        RefusalKind::Full => StatusCode::INSUFFICIENT_STORAGE,
        RefusalKind::Failed => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// The refusal as JSON, for a job's answer as for a response.
pub(crate) fn document(refusal: &Refusal) -> serde_json::Value {
    let status = status(refusal.kind);
    // What failed inside is for the operator's log, not for the caller.
    let detail = if refusal.kind == RefusalKind::Failed {
        "The request could not be carried out."
    } else {
        &refusal.detail
    };
    let document = Document {
        r#type: format!("urn:candor:{}", refusal.rule),
        title: &refusal.title,
        status: status.as_u16(),
        detail,
        rule: refusal.rule,
        policy: refusal.policy.as_ref().map(|origin| Place {
            file: &origin.file,
            line: origin.line,
            column: origin.column,
        }),
    };
    serde_json::to_value(document).unwrap_or_default()
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        if self.0.kind == RefusalKind::Failed {
            log_failure(&self.0.detail);
        }
        let mut response = (status(self.0.kind), document(&self.0).to_string()).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        if self.0.kind == RefusalKind::Unauthorised {
            headers.insert(
                header::WWW_AUTHENTICATE,
                HeaderValue::from_static("Bearer realm=\"candor\""),
            );
        }
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(
            header::X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        );
        response
    }
}

/// Failures of the store go to the operator, on standard error.
#[allow(
    clippy::print_stderr,
    reason = "a failure of the store must reach the operator even without a logger"
)]
pub(crate) fn log_failure(detail: &str) {
    eprintln!("candor: {detail}");
}
