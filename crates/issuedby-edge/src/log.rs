//! What the edge says: one JSON line for each request on standard output, one for each event on standard error; or to
//! a program that listens.
//!
//! No line has a certificate, a key, a query or a header field in it: of a client it has the address, the SHA-256 of
//! the certificate and the verdict.

use std::io::{self, Write};
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::Receiver;
use std::time::{Instant, SystemTime};

use arc_swap::{ArcSwap, ArcSwapOption};
use serde::Serialize;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::config::AccessLog;
use crate::event_limit::{EventLimiter, Kind, Pending};
use crate::limits::{LOG_FLUSH, MAX_WAITING_EVENTS, MAX_WAITING_LOG_LINES};
use crate::queue::Queue;

/// Writes lines and tells listeners, without keeping anybody waiting.
#[derive(Debug)]
pub(crate) struct Log {
    access: Option<Queue<Vec<u8>>>,
    requests: ArcSwapOption<Queue<Access>>,
    events: ArcSwap<Queue<Event>>,
    limiter: EventLimiter,
    dropped: AtomicU64,
}

/// One request, when the head of its answer has come or its client has broken it off.
///
/// The client chose domain, method and path, and any octets may be in the path. The domain is in its canonical form. Of the
/// others the log has as many octets as [`MAX_LOGGED_METHOD`](crate::limits::MAX_LOGGED_METHOD) and
/// [`MAX_LOGGED_PATH`](crate::limits::MAX_LOGGED_PATH) say, and `…` for the rest.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Access {
    /// When, RFC 3339 in UTC.
    pub time: String,
    /// The client's address.
    pub client: IpAddr,
    /// The domain of the request, in its canonical form; empty where it named none.
    pub domain: String,
    /// The account of the handshake.
    pub account: String,
    /// `HTTP/1.1` or `HTTP/2`.
    pub protocol: &'static str,
    /// The method.
    pub method: String,
    /// The path, without the query.
    pub path: String,
    /// The status of the answer, also where the client is not there to take it.
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
    /// How many events of its kind it stands for, itself included: more than 1 where clients cause more than one in a
    /// second.
    pub count: u64,
}

impl Log {
    pub(crate) fn new(access: AccessLog) -> Self {
        let access = match access {
            AccessLog::Off => None,
            AccessLog::Stdout => Some(Queue::new("access-log", MAX_WAITING_LOG_LINES, write)),
        };
        Self {
            access,
            requests: ArcSwapOption::empty(),
            events: ArcSwap::from_pointee(Queue::new("event-log", MAX_WAITING_EVENTS, write_events)),
            limiter: EventLimiter::default(),
            dropped: AtomicU64::new(0),
        }
    }

    /// Tells somebody of requests, beside the lines.
    pub(crate) fn on_request(&self, mut listener: impl FnMut(Access) + Send + 'static) {
        let listen = move |requests: Receiver<_>| requests.iter().for_each(&mut listener);
        self.requests.store(Some(Arc::new(Queue::new("on-request", MAX_WAITING_LOG_LINES, listen))));
    }

    /// Tells somebody of events, in place of the lines.
    pub(crate) fn on_event(&self, mut listener: impl FnMut(Event) + Send + 'static) {
        let listen = move |events: Receiver<_>| events.iter().for_each(&mut listener);
        self.events.store(Arc::new(Queue::new("on-event", MAX_WAITING_EVENTS, listen)));
    }

    /// Takes nothing more, and gives what waits [`LOG_FLUSH`] to be written and heard of.
    pub(crate) fn end(&self) {
        let until = Instant::now() + LOG_FLUSH;
        self.limiter.rest().into_iter().for_each(|event| self.send(event));
        let (requests, events) = (self.requests.load(), self.events.load());
        self.access.iter().for_each(Queue::close);
        requests.iter().for_each(|requests| requests.close());
        events.close();
        self.access.iter().for_each(|lines| lines.wait(until));
        requests.iter().for_each(|requests| requests.wait(until));
        events.wait(until);
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
            self.count_unless(line(&request).is_some_and(|line| lines.send(line)));
        }
        if let Some(listener) = &*self.requests.load() {
            self.count_unless(listener.send(request));
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

    /// An event that clients can cause: at most one of its kind in a second is logged.
    pub(crate) fn limited(&self, level: &'static str, kind: Kind, message: impl FnOnce() -> String) {
        if let Some(event) = self.limiter.admit(level, kind, Instant::now(), message) {
            self.send(event);
        }
    }

    /// Logs what was suppressed more than a second ago. Something calls it a few times a second.
    pub(crate) fn log_suppressed(&self) {
        self.limiter.due(Instant::now()).into_iter().for_each(|event| self.send(event));
    }

    fn say(&self, level: &'static str, event: &'static str, message: &str) {
        self.send(Pending { level, event, message: message.to_owned(), count: 1 });
    }

    fn send(&self, event: Pending) {
        let Pending { level, event, message, count } = event;
        let event = Event { time: now(), level, event, message, count };
        self.count_unless(self.events.load().send(event));
    }

    fn count_unless(&self, sent: bool) {
        if !sent {
            self.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }
}

impl Drop for Log {
    /// Of an edge that was never started, too, what was said is written.
    fn drop(&mut self) {
        self.end();
    }
}

/// The time now, RFC 3339 in UTC.
pub(crate) fn now() -> String {
    OffsetDateTime::from(SystemTime::now()).format(&Rfc3339).unwrap_or_default()
}

fn line(what: &impl Serialize) -> Option<Vec<u8>> {
    let mut octets = serde_json::to_vec(what).ok()?;
    octets.push(b'\n');
    Some(octets)
}

/// Lines that wait together are written together.
fn write(lines: Receiver<Vec<u8>>) {
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

fn write_events(events: Receiver<Event>) {
    for line in events.iter().filter_map(|event| line(&event)) {
        // There is nowhere else to complain.
        let _ = io::stderr().write_all(&line);
    }
}
