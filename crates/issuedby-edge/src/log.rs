//! What the edge says: one JSON line for each request on standard output, one for each event on standard error; or to
//! a program that listens.
//!
//! No line has a certificate, a key, a query or a header field in it: of a client it has the address, the SHA-256 of
//! the certificate and the verdict, and of a certificate that was refused issuer and subject. [`json_line`] escapes what a
//! terminal would obey or hide.

use std::io::{self, Write};
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::Receiver;
use std::time::Instant;

use arc_swap::{ArcSwap, ArcSwapOption};
use serde::Serialize;

use crate::clock;
use crate::config::AccessLog;
use crate::event_limit::{EventLimiter, Kind, Pending};
use crate::failure::Failure;
use crate::json_line::json_line;
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
    /// A thread of its own died. One of a listener is the listener's matter.
    failure: Failure,
}

/// One request, when the head of its answer has come or its client has broken it off.
///
/// The client chose domain, method and path, and any bytes may be in the path. The domain is in its canonical form. Of the
/// others the log has as many bytes as [`MAX_LOGGED_METHOD`](crate::limits::MAX_LOGGED_METHOD) and
/// [`MAX_LOGGED_PATH`](crate::limits::MAX_LOGGED_PATH) say, and `…` for the rest.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Access {
    /// When, RFC 3339 in UTC; `@` and Unix seconds where the clock shows a time after 9999.
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
    /// The issuer in the client's certificate, RFC 4514, on FAILED where that could be read: what the client says, and
    /// nobody has confirmed. At most [`MAX_LOGGED_DN`](crate::limits::MAX_LOGGED_DN) bytes, and `…` for the rest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// The subject, likewise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
}

/// Something that happened to the edge itself.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Event {
    /// When, RFC 3339 in UTC; `@` and Unix seconds where the clock shows a time after 9999.
    pub time: String,
    /// `info`, `warning` or `error`.
    pub level: &'static str,
    /// Its stable name.
    pub event: &'static str,
    /// A sentence for people.
    pub message: String,
    /// How many events of its kind it stands for, itself included: more than 1 where clients cause more than one in a
    /// second. The other fields are then those of one of them.
    pub count: u64,
    /// The client's address, where one caused it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client: Option<IpAddr>,
    /// The name that the client sent in the handshake, at most [`MAX_TOLD_NAME`](crate::limits::MAX_TOLD_NAME) characters
    /// of it, and `…` for the rest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server_name: Option<String>,
    /// SHA-256 of the certificate that the client presented.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate: Option<String>,
    /// The stable name of the reason.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'static str>,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remedy: Option<&'static str>,
}

/// What an event says beside its name: a sentence, and the fields of [`Event`] that apply.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Details {
    pub(crate) message: String,
    pub(crate) client: Option<IpAddr>,
    pub(crate) server_name: Option<String>,
    pub(crate) certificate: Option<String>,
    pub(crate) reason: Option<&'static str>,
    pub(crate) remedy: Option<&'static str>,
}

impl From<String> for Details {
    fn from(message: String) -> Self {
        Self { message, ..Self::default() }
    }
}

impl Log {
    pub(crate) fn new(access: AccessLog, failure: Failure) -> Self {
        let access = match access {
            AccessLog::Off => None,
            AccessLog::Stdout => Some(writer("access-log", MAX_WAITING_LOG_LINES, failure.clone(), write)),
        };
        let events = writer("event-log", MAX_WAITING_EVENTS, failure.clone(), write_events);
        Self {
            access,
            requests: ArcSwapOption::empty(),
            events: ArcSwap::from_pointee(events),
            limiter: EventLimiter::default(),
            dropped: AtomicU64::new(0),
            failure,
        }
    }

    /// Where it is said that a part without which the edge cannot go on has died.
    pub(crate) fn failure(&self) -> &Failure {
        &self.failure
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
        self.log_rest();
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
            self.count_unless(json_line(&request).is_some_and(|line| lines.send(line)));
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
    pub(crate) fn limited<D: Into<Details>>(
        &self,
        level: &'static str,
        kind: Kind,
        details: impl FnOnce() -> D,
    ) {
        if let Some(event) = self.limiter.admit(level, kind, Instant::now(), details) {
            self.send(event);
        }
    }

    /// Logs that a task panicked without which the edge goes on.
    pub(crate) fn task_panicked(&self) {
        self.limited("error", ("task_panicked", 0), || {
            "a task panicked, which is a defect of the edge: its connection or request was given up"
                .to_owned()
        });
    }

    /// Logs what was suppressed more than a second ago. Something calls it a few times a second.
    pub(crate) fn log_suppressed(&self) {
        self.limiter.due(Instant::now()).into_iter().for_each(|event| self.send(event));
    }

    /// Logs what was suppressed, however short ago.
    pub(crate) fn log_rest(&self) {
        self.limiter.rest().into_iter().for_each(|event| self.send(event));
    }

    fn say(&self, level: &'static str, event: &'static str, message: &str) {
        self.send(Pending { level, event, details: message.to_owned().into(), count: 1 });
    }

    fn send(&self, event: Pending) {
        let Pending { level, event, details, count } = event;
        let Details { message, client, server_name, certificate, reason, remedy } = details;
        let time = clock::log_time();
        let event =
            Event { time, level, event, message, count, client, server_name, certificate, reason, remedy };
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

/// A queue whose thread is the edge's own: where it panics, the edge has failed.
fn writer<T: Send + 'static>(
    name: &'static str,
    room: usize,
    failure: Failure,
    write: impl FnOnce(Receiver<T>) + Send + 'static,
) -> Queue<T> {
    let take = move |waiting| {
        failure.guard(name, || write(waiting));
    };
    Queue::new(name, room, take)
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
    for line in events.iter().filter_map(|event| json_line(&event)) {
        // There is nowhere else to complain.
        let _ = io::stderr().write_all(&line);
    }
}
