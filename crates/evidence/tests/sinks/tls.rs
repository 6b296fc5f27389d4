//! A certificate of a few days for localhost, in the forms that the servers and the browser want.

use std::sync::Arc;

use data_encoding::BASE64;
use sha2::{Digest as _, Sha256};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};
use wtransport::Identity;

/// How the public key of the curve P-256 begins in a certificate (RFC 5480): what follows is a point of 65 bytes.
const P256: &[u8] = &[
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a,
    0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
];
const POINT: usize = 65;

/// A certificate with its key.
pub(super) struct Tls(Identity);

impl Tls {
    pub(super) fn new() -> Self {
        Self(Identity::self_signed(["localhost", "127.0.0.1"]).unwrap())
    }

    pub(super) fn identity(&self) -> Identity {
        self.0.clone_identity()
    }

    pub(super) fn http2(&self) -> TlsAcceptor {
        self.acceptor(b"h2")
    }

    pub(super) fn http1(&self) -> TlsAcceptor {
        self.acceptor(b"http/1.1")
    }

    /// The SHA-256 of the certificate in base64, as WebTransport asks for it.
    pub(super) fn certificate_hash(&self) -> String {
        BASE64.encode(&Sha256::digest(self.certificate()))
    }

    /// The SHA-256 of the public key in base64, as the browser's switch asks for it.
    pub(super) fn key_hash(&self) -> String {
        let certificate = self.certificate();
        let start = certificate.windows(P256.len()).position(|at| at == P256);
        let start = start.unwrap();
        BASE64.encode(&Sha256::digest(
            &certificate[start..start + P256.len() + POINT],
        ))
    }

    fn certificate(&self) -> &[u8] {
        self.0.certificate_chain().as_slice()[0].der()
    }

    fn acceptor(&self, protocol: &[u8]) -> TlsAcceptor {
        let chain = vec![CertificateDer::from(self.certificate().to_vec())];
        let key = PrivatePkcs8KeyDer::from(self.0.private_key().secret_der().to_vec());
        let provider = Arc::new(tokio_rustls::rustls::crypto::aws_lc_rs::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(chain, key.into())
            .unwrap();
        config.alpn_protocols = vec![protocol.to_vec()];
        TlsAcceptor::from(Arc::new(config))
    }
}
