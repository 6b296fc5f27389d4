//! The switches with which the browser is started: what makes it silent by itself, and what takes its network away.

use std::path::Path;

/// Without these the browser itself talks to its maker: updates, time, accounts, hints.
const SILENT: [&str; 23] = [
    "--headless",
    "--disable-gpu",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-client-side-phishing-detection",
    "--disable-domain-reliability",
    "--disable-sync",
    "--disable-extensions",
    "--disable-component-extensions-with-background-pages",
    "--disable-default-apps",
    "--disable-breakpad",
    "--disable-search-engine-choice-screen",
    "--metrics-recording-only",
    "--password-store=basic",
    "--use-mock-keychain",
    "--simulate-outdated-no-au=Tue, 31 Dec 2099 23:59:59 GMT",
    "--gaia-url=http://127.0.0.1:9/",
    // The last two are the lists below the address bar, which nobody sees here: two pages that cost more than the rest of
    // a start together.
    "--disable-features=OptimizationHints,NetworkTimeServiceQuerying,MediaRouter,Translate,AutofillServerCommunication,CertificateTransparencyComponentUpdater,DialMediaRouteProvider,InterestFeedContentSuggestions,WebUIOmniboxPopup,WebUIOmniboxAimPopup",
    "--mute-audio",
    // Requests over QUIC would leave where the log shows no plaintext; WebTransport is not stopped by it.
    "--disable-quic",
    // A page must not behave better because it is watched.
    "--disable-blink-features=AutomationControlled",
];

/// Hosts of the browser's maker that it asks even so; their names lead nowhere.
const MAKER: &str = "MAP update.googleapis.com ~NOTFOUND, MAP clients2.google.com ~NOTFOUND, MAP accounts.google.com ~NOTFOUND, MAP optimizationguide-pa.googleapis.com ~NOTFOUND";

/// Background pages must not sleep, or a leak would wait longer than the run.
const AWAKE: [&str; 3] = [
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
];

/// How much of a network a run has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Network {
    /// The network of this machine.
    Open,
    /// None, by switches; `host` is where the tool itself is served.
    Closed {
        /// Host and port of the tool's pages.
        host: String,
    },
    /// A network namespace of its own with nothing but its loopback.
    Namespace,
}

/// All switches of a run of a browser of this version.
pub(super) fn switches(
    version: &str,
    profile: &Path,
    net_log: &Path,
    network: &Network,
) -> Vec<String> {
    let mut all: Vec<String> = SILENT
        .iter()
        .chain(&AWAKE)
        .map(|one| (*one).to_owned())
        .collect();
    all.push("--remote-debugging-pipe".to_owned());
    if let Some(agent) = user_agent(version) {
        all.push(format!("--user-agent={agent}"));
    }
    all.push(format!("--user-data-dir={}", profile.display()));
    all.push(format!("--log-net-log={}", net_log.display()));
    all.push("--net-log-capture-mode=Everything".to_owned());
    if nix::unistd::geteuid().is_root() {
        // The sandbox of the browser refuses to run as root, which is what containers of CI do.
        all.push("--no-sandbox".to_owned());
    }
    all.push("--disable-dev-shm-usage".to_owned());
    if *network == Network::Open {
        all.push(format!("--host-resolver-rules={MAKER}"));
    }
    if let Network::Closed { host } = network {
        let name = host
            .rsplit_once(':')
            .map_or(host.as_str(), |(name, _)| name);
        all.push(format!(
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {name}"
        ));
        all.push("--proxy-server=http://127.0.0.1:9".to_owned());
        all.push(format!("--proxy-bypass-list=<-loopback>;{host}"));
        all.push("--webrtc-ip-handling-policy=disable_non_proxied_udp".to_owned());
    }
    all.push("about:blank".to_owned());
    all
}

/// What a browser of this version with a window says of itself; without a window it would say that it has none.
fn user_agent(version: &str) -> Option<String> {
    let numbers = version.split(' ').find(|word| word.contains('.'))?;
    let major: u32 = numbers.split('.').next()?.parse().ok()?;
    Some(format!(
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{major}.0.0.0 Safari/537.36"
    ))
}

/// The switches as a record names them: without the paths of this run.
pub(super) fn recorded(all: &[String]) -> Vec<String> {
    let is_of_this_run = |one: &&String| {
        ["--user-data-dir=", "--log-net-log=", "about:"]
            .iter()
            .any(|start| one.starts_with(start))
    };
    all.iter()
        .filter(|one| !is_of_this_run(one))
        .cloned()
        .collect()
}
