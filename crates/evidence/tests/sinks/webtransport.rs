//! WebTransport over HTTP/3: streams in one direction and datagrams.

use wtransport::endpoint::IncomingSession;
use wtransport::{Endpoint, Identity, ServerConfig};

use super::log::Log;

/// Accepts sessions and writes down what they carry.
pub(super) fn start(identity: Identity, log: Log) -> u16 {
    let config = ServerConfig::builder()
        .with_bind_address(([127, 0, 0, 1], 0).into())
        .with_identity(identity)
        .build();
    let endpoint = Endpoint::server(config).unwrap();
    let port = endpoint.local_addr().unwrap().port();
    tokio::spawn(async move {
        loop {
            let session = endpoint.accept().await;
            tokio::spawn(listen(session, log.clone()));
        }
    });
    port
}

async fn listen(session: IncomingSession, log: Log) {
    let Ok(request) = session.await else {
        return;
    };
    let head = format!("CONNECT {}", request.path());
    let Ok(connection) = request.accept().await else {
        return;
    };
    loop {
        tokio::select! {
            stream = connection.accept_uni() => {
                let Ok(mut stream) = stream else { return };
                let (log, head) = (log.clone(), head.clone());
                tokio::spawn(async move {
                    let mut bytes = vec![0; 64 << 10];
                    let mut whole = Vec::new();
                    while let Ok(Some(length)) = stream.read(&mut bytes).await {
                        whole.extend_from_slice(&bytes[..length]);
                    }
                    log.add("webtransport", head, whole);
                });
            }
            datagram = connection.receive_datagram() => {
                let Ok(datagram) = datagram else { return };
                log.add("webtransport", head.clone(), datagram.payload().to_vec());
            }
        }
    }
}
