//! A port that only counts who connects: a preconnect sends nothing.

use tokio::io::AsyncReadExt as _;
use tokio::net::TcpListener;

use super::log::Log;

/// Writes down every connection, and again what comes on it.
pub(super) async fn start(log: Log) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            log.add("bare", "connected", Vec::new());
            let log = log.clone();
            tokio::spawn(async move {
                let mut bytes = vec![0; 16 << 10];
                while let Ok(length @ 1..) = stream.read(&mut bytes).await {
                    log.add("bare", "sent", &bytes[..length]);
                }
            });
        }
    });
    port
}
