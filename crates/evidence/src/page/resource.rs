//! Reading what a page loaded, byte for byte, through the browser.

use data_encoding::BASE64;
use serde_json::{Value, json};

use super::Page;

/// The largest resource that is read, in bytes.
const LARGEST: usize = 64 << 20;

/// What the browser holds for a URL.
pub(crate) struct Resource {
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) bytes: Vec<u8>,
}

impl Page<'_> {
    /// Reads a URL as the page would, from the network.
    ///
    /// # Errors
    /// Plain words where the browser does not give it, or it is too large.
    pub(crate) fn resource(&self, url: &str) -> Result<Resource, String> {
        let tree = self.call("Page.getFrameTree", json!({}))?;
        let answer = self.call(
            "Network.loadNetworkResource",
            json!({
                "frameId": tree["frameTree"]["frame"]["id"],
                "url": url,
                "options": {"disableCache": true, "includeCredentials": true},
            }),
        )?;
        let resource = &answer["resource"];
        let Some(stream) = resource["stream"].as_str() else {
            let why = resource["netErrorName"].as_str();
            return Err(why.unwrap_or("the browser does not give it").to_owned());
        };
        let bytes = self.stream(stream);
        self.call("IO.close", json!({"handle": stream}))?;
        let headers = resource["headers"].as_object().into_iter().flatten();
        Ok(Resource {
            headers: headers
                .map(|(name, value)| {
                    let value = value.as_str().unwrap_or_default();
                    (name.clone(), value.to_owned())
                })
                .collect(),
            bytes: bytes?,
        })
    }

    fn stream(&self, handle: &str) -> Result<Vec<u8>, String> {
        let mut bytes = Vec::new();
        loop {
            let part: Value = self.call("IO.read", json!({"handle": handle, "size": 1 << 20}))?;
            let text = part["data"].as_str().unwrap_or_default();
            match part["base64Encoded"] == true {
                true => bytes.extend(
                    BASE64
                        .decode(text.as_bytes())
                        .map_err(|error| format!("the browser's answer is unreadable: {error}"))?,
                ),
                false => bytes.extend(text.as_bytes()),
            }
            if bytes.len() > LARGEST {
                return Err("it is too large to be compared".to_owned());
            }
            if part["eof"] == true {
                return Ok(bytes);
            }
        }
    }
}
