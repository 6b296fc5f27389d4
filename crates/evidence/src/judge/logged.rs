//! Judging what only the log of the network sees: the plaintext of connections, names, idle connections, packets of UDP.

use std::collections::BTreeSet;

use super::leak::{Leak, Leaks, Weight, advice, told};
use super::looks::Looks;
use crate::content::{Encoding, Sighting, What};
use crate::netlog::{NetLog, Socket};
use crate::run::Seen;
use crate::{Channel, Message};

/// Packets of so few bytes are the browser looking for its own address.
const IDLE_UDP: u64 = 800;

pub(super) fn judge(run: &Seen, none: &Seen, looks: &Looks, leaks: &mut Leaks) {
    let (Some(log), Some(chosen)) = (&run.log, run.chosen_at) else {
        return;
    };
    let view = View {
        run,
        none: none.log.as_ref(),
        log,
        chosen,
    };
    view.streams(looks, leaks);
    view.names(looks, leaks);
    view.idle_connections(leaks);
    view.packets(looks, leaks);
}

/// The port of a URL.
fn port(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let named = host.rsplit_once(':').map(|(_, port)| port);
    let usual = if scheme == "https" || scheme == "wss" {
        "443"
    } else {
        "80"
    };
    named
        .filter(|port| port.bytes().all(|byte| byte.is_ascii_digit()))
        .unwrap_or(usual)
        .to_owned()
}

struct View<'r> {
    run: &'r Seen,
    none: Option<&'r NetLog>,
    log: &'r NetLog,
    chosen: i64,
}

impl View<'_> {
    fn leak(
        &self,
        channel: Channel,
        url: &str,
        encoding: Encoding,
        bytes: usize,
        note: String,
        at: i64,
    ) -> Leak {
        Leak {
            channel,
            url: self.run.short(url),
            encoding,
            weight: Weight::Unexplained,
            messages: 1,
            bytes,
            note,
            script: None,
            runs: vec![self.run.label],
            after: at - self.chosen,
            advice: advice(channel, false),
        }
    }

    fn seen(
        &self,
        channel: Channel,
        url: &str,
        sighting: &Sighting,
        bytes: usize,
        at: i64,
    ) -> Leak {
        Leak {
            weight: sighting.what.into(),
            ..self.leak(channel, url, sighting.encoding, bytes, told(sighting), at)
        }
    }

    /// The plaintext of connections.
    fn streams(&self, looks: &Looks, leaks: &mut Leaks) {
        for socket in self.log.sockets.iter().filter(|socket| !socket.is_udp) {
            if socket.until < self.chosen {
                continue;
            }
            let (url, channel) = self.destination(socket);
            let sightings = looks.look(&socket.bytes, &url);
            // The head of a request says how long its body is, which is the size of the file wherever it is sent.
            for sighting in sightings.iter().filter(|one| one.what != What::Size) {
                let length = socket.bytes.len();
                leaks.add(self.seen(channel, &url, sighting, length, socket.until));
            }
        }
    }

    /// Where the last message with a body on a connection went, and by which way out; the address of the connection where
    /// neither is known.
    fn destination(&self, socket: &Socket) -> (String, Channel) {
        let text = String::from_utf8_lossy(&socket.bytes);
        let mut found = None;
        for (start, _) in text.match_indices(" HTTP/1.1\r\n") {
            let line = text
                .get(..start)
                .and_then(|head| head.rsplit('\n').next())
                .unwrap_or_default();
            // After a body there is no line break, so the method may stand at the end of other bytes.
            let mut words = line.rsplit(' ');
            let target = words.next().unwrap_or_default();
            let method = words.next().unwrap_or_default();
            let host = text.get(start..).and_then(|rest| {
                let rest = rest.split("\r\n\r\n").next()?;
                rest.lines().find_map(|line| line.strip_prefix("Host: "))
            });
            let url = format!("http://{}{target}", host.unwrap_or_default());
            if method.ends_with("POST")
                || method.ends_with("PUT")
                || target.contains('?')
                || found.is_none()
            {
                found = Some(url);
            }
        }
        if let Some(url) = found {
            return self.way_of(url);
        }
        let address = socket.address.as_deref().unwrap_or("unknown");
        match self.framed(address) {
            Some(message) => (message.url.clone(), message.channel),
            None => (format!("address {address}"), Channel::Other),
        }
    }

    /// The message that a connection carries in frames, so that no line of it can be read: the only one to its port whose
    /// body the protocol does not show as a whole.
    fn framed(&self, address: &str) -> Option<&Message> {
        let own = address.rsplit(':').next()?;
        let mut messages = self.run.messages.iter().filter(|message| {
            let is_framed = message.body_hidden || message.channel == Channel::Websocket;
            is_framed && port(&message.url) == own
        });
        let first = messages.next()?;
        messages
            .all(|other| other.url == first.url && other.channel == first.channel)
            .then_some(first)
    }

    /// A connection does not say whether it is encrypted, or the greeting of a WebSocket; the message to the same place does.
    fn way_of(&self, url: String) -> (String, Channel) {
        let place = |url: &str| url.split_once("://").map(|(_, place)| place.to_owned());
        let own = place(&url);
        let mut messages = self.run.messages.iter();
        if let Some(message) = messages.find(|message| place(&message.url) == own) {
            return (message.url.clone(), message.channel);
        }
        let mut requests = self.log.requests.iter();
        let is_posted = requests.any(|request| request.url == url && request.method == "POST");
        match is_posted {
            true => (url, Channel::Beacon),
            false => (url, Channel::Other),
        }
    }

    /// Names that were looked up for no request.
    fn names(&self, looks: &Looks, leaks: &mut Leaks) {
        let host = |url: &str| {
            let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
            let rest = rest.split(['/', '?', '#']).next().unwrap_or(rest);
            rest.rsplit_once(':')
                .map_or(rest, |(name, _)| name)
                .to_owned()
        };
        let mut known: BTreeSet<String> =
            self.run.messages.iter().map(|one| host(&one.url)).collect();
        known.extend(self.log.requests.iter().map(|one| host(&one.url)));
        for (name, at) in &self.log.names {
            let is_address = name.parse::<std::net::IpAddr>().is_ok() || name.starts_with('[');
            let is_idle = self.none.is_some_and(|none| none.names.contains_key(name));
            if is_address
                || is_idle
                || *at < self.chosen
                || known.contains(name)
                || name == "~notfound"
            {
                continue;
            }
            let sightings = looks.look(name.replace('.', "").as_bytes(), name);
            let leak = match sightings.first() {
                Some(sighting) => self.seen(Channel::Dns, name, sighting, name.len(), *at),
                None if self.run.is_elsewhere(*at) => continue,
                None => {
                    let note = "a name was looked up that no request needs".to_owned();
                    self.leak(Channel::Dns, name, Encoding::Opaque, name.len(), note, *at)
                }
            };
            leaks.add(leak);
        }
    }

    /// Connections that carry no request.
    fn idle_connections(&self, leaks: &mut Leaks) {
        let own = self
            .run
            .origin
            .split_once("://")
            .map_or("", |(_, host)| host);
        let of = |log: &NetLog, is_used: bool| -> BTreeSet<String> {
            let sockets = log.sockets.iter().filter(|socket| !socket.is_udp);
            let sockets = sockets.filter(|socket| (socket.sent > 0) == is_used);
            sockets
                .filter_map(|socket| socket.address.clone())
                .collect()
        };
        let used = of(self.log, true);
        let usual = self.none.map(|none| of(none, false)).unwrap_or_default();
        // A request to a name opens several connections and uses one; a name without a request is found by its look-up.
        let ports: BTreeSet<String> = self.log.requests.iter().map(|one| port(&one.url)).collect();
        for socket in self
            .log
            .sockets
            .iter()
            .filter(|socket| !socket.is_udp && socket.sent == 0)
        {
            let Some(address) = &socket.address else {
                continue;
            };
            let is_dead_end = address == "127.0.0.1:9";
            if address == own
                || is_dead_end
                || used.contains(address)
                || usual.contains(address)
                || ports.contains(address.rsplit(':').next().unwrap_or_default())
                || socket.at < self.chosen
                || self.run.is_elsewhere(socket.at)
            {
                continue;
            }
            let note = "a connection was opened that no request uses".to_owned();
            leaks.add(self.leak(Channel::Dns, address, Encoding::Opaque, 0, note, socket.at));
        }
    }

    /// Packets of UDP other than questions to the resolver.
    fn packets(&self, looks: &Looks, leaks: &mut Leaks) {
        let is_resolver = |socket: &Socket| {
            socket
                .address
                .as_ref()
                .is_some_and(|address| address.ends_with(":53"))
        };
        let total = |log: &NetLog| -> u64 {
            let sockets = log
                .sockets
                .iter()
                .filter(|socket| socket.is_udp && !is_resolver(socket));
            sockets.map(|socket| socket.sent).sum()
        };
        let idle = self.none.map_or(0, total);
        let webtransport = self
            .run
            .messages
            .iter()
            .any(|one| one.channel == Channel::Webtransport);
        let channel = if webtransport {
            Channel::Webtransport
        } else {
            Channel::Webrtc
        };
        let sent = total(self.log);
        for socket in self
            .log
            .sockets
            .iter()
            .filter(|socket| socket.is_udp && !is_resolver(socket))
        {
            let address = socket
                .address
                .clone()
                .unwrap_or_else(|| "unknown".to_owned());
            for sighting in looks.look(&socket.bytes, &address).iter() {
                let length = socket.bytes.len();
                leaks.add(self.seen(channel, &address, sighting, length, socket.until));
            }
            let is_after = socket.until >= self.chosen && !self.run.is_elsewhere(socket.at);
            if is_after && socket.sent > IDLE_UDP {
                // The same volume may be noise that gives way to the file.
                looks.doubt(format!(
                    "packets of UDP left for {address} after the file was chosen, and nobody can see from outside what they carry"
                ));
            }
            if is_after && socket.sent > 0 && sent > idle.saturating_add(IDLE_UDP) {
                let note = format!(
                    "{} bytes left in packets of UDP; without a file {idle}",
                    socket.sent
                );
                let length = usize::try_from(socket.sent).unwrap_or(usize::MAX);
                leaks.add(self.leak(
                    channel,
                    &address,
                    Encoding::Opaque,
                    length,
                    note,
                    socket.until,
                ));
            }
        }
    }
}
