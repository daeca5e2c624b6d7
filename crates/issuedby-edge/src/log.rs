//! What the edge says: one JSON line for each request on standard output, one for each event on standard error; or to
//! a program that listens.
//!
//! No line has a certificate, a key, a query or a header field in it: of a client it has the address, the SHA-256 of
//! the certificate and the verdict.

use std::io::{self, Write};
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use std::time::SystemTime;

use arc_swap::ArcSwapOption;
use serde::Serialize;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::config::AccessLog;
use crate::limits::MAX_WAITING_LOG_LINES;

/// Writes lines and tells listeners, without keeping anybody waiting.
#[derive(Debug)]
pub(crate) struct Log {
    access: Option<SyncSender<Vec<u8>>>,
    requests: ArcSwapOption<SyncSender<Access>>,
    events: ArcSwapOption<SyncSender<Event>>,
    dropped: AtomicU64,
}

/// One request, when the head of its answer has come.
///
/// The client chose method and path, and any octets may be in the path: it is as long as a request's head may be.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Access {
    /// When, RFC 3339 in UTC.
    pub time: String,
    /// The client's address.
    pub client: IpAddr,
    /// The domain of the request; empty where it named none.
    pub domain: String,
    /// The account of the handshake.
    pub account: String,
    /// `HTTP/1.1` or `HTTP/2`.
    pub protocol: &'static str,
    /// The method.
    pub method: String,
    /// The path, without the query.
    pub path: String,
    /// The status of the answer.
    pub status: u16,
    /// The stable name of what is wrong, where the edge answered in place of the worker.
    pub fault: Option<&'static str>,
    /// The time to the head of the answer.
    pub milliseconds: f64,
    /// SUCCESS, FAILED or NONE; none where no worker was to be told any.
    pub verdict: Option<&'static str>,
    /// The code of the reason, unless SUCCESS.
    pub reason: Option<&'static str>,
    /// SHA-256 of the client's certificate, where that could be read.
    pub certificate: Option<String>,
    /// The identifier of the CA, on SUCCESS.
    pub ca: Option<String>,
}

/// Something that happened to the edge itself.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Event {
    /// When, RFC 3339 in UTC.
    pub time: String,
    /// `info`, `warning` or `error`.
    pub level: &'static str,
    /// Its stable name.
    pub event: &'static str,
    /// A sentence for people.
    pub message: String,
}

impl Log {
    pub(crate) fn new(access: AccessLog) -> Self {
        let access = match access {
            AccessLog::Off => None,
            AccessLog::Stdout => {
                let (sender, lines) = sync_channel(MAX_WAITING_LOG_LINES);
                // Without its thread the lines are counted as dropped.
                let _ = thread::Builder::new().name("access-log".to_owned()).spawn(move || write(&lines));
                Some(sender)
            }
        };
        Self {
            access,
            requests: ArcSwapOption::empty(),
            events: ArcSwapOption::empty(),
            dropped: AtomicU64::new(0),
        }
    }

    /// Tells somebody of requests, beside the lines.
    pub(crate) fn on_request(&self, listener: impl FnMut(Access) + Send + 'static) {
        self.requests.store(Some(Arc::new(listen("on-request", listener))));
    }

    /// Tells somebody of events, in place of the lines.
    pub(crate) fn on_event(&self, listener: impl FnMut(Event) + Send + 'static) {
        self.events.store(Some(Arc::new(listen("on-event", listener))));
    }

    pub(crate) fn is_wanted(&self) -> bool {
        self.access.is_some() || self.requests.load().is_some()
    }

    /// How many lines were dropped.
    pub(crate) fn dropped(&self) -> u64 {
        self.dropped.load(Ordering::Relaxed)
    }

    pub(crate) fn access(&self, request: Access) {
        if let Some(lines) = &self.access {
            let sent = serde_json::to_vec(&request).is_ok_and(|mut octets| {
                octets.push(b'\n');
                lines.try_send(octets).is_ok()
            });
            self.count_unless(sent);
        }
        if let Some(listener) = &*self.requests.load() {
            self.count_unless(listener.try_send(request).is_ok());
        }
    }

    pub(crate) fn info(&self, event: &'static str, message: &str) {
        self.say("info", event, message);
    }

    pub(crate) fn warning(&self, event: &'static str, message: &str) {
        self.say("warning", event, message);
    }

    pub(crate) fn error(&self, event: &'static str, message: &str) {
        self.say("error", event, message);
    }

    fn say(&self, level: &'static str, event: &'static str, message: &str) {
        let event = Event { time: now(), level, event, message: message.to_owned() };
        if let Some(listener) = &*self.events.load() {
            return self.count_unless(listener.try_send(event).is_ok());
        }
        if let Ok(mut octets) = serde_json::to_vec(&event) {
            octets.push(b'\n');
            // There is nowhere else to complain.
            let _ = io::stderr().lock().write_all(&octets);
        }
    }

    fn count_unless(&self, sent: bool) {
        if !sent {
            self.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// The time now, RFC 3339 in UTC.
pub(crate) fn now() -> String {
    OffsetDateTime::from(SystemTime::now()).format(&Rfc3339).unwrap_or_default()
}

/// Hands what is sent to a listener, on a thread of its own. Without that thread nothing can be sent.
fn listen<T: Send + 'static>(
    name: &'static str,
    mut listener: impl FnMut(T) + Send + 'static,
) -> SyncSender<T> {
    let (sender, sent) = sync_channel(MAX_WAITING_LOG_LINES);
    let _ = thread::Builder::new().name(name.to_owned()).spawn(move || sent.iter().for_each(&mut listener));
    sender
}

/// Lines that wait together are written together.
fn write(lines: &Receiver<Vec<u8>>) {
    let mut out = io::stdout();
    while let Ok(mut block) = lines.recv() {
        while block.len() < 1 << 16
            && let Ok(line) = lines.try_recv()
        {
            block.extend_from_slice(&line);
        }
        let _ = out.write_all(&block).and_then(|()| out.flush());
    }
}
