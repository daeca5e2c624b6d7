//! The log: one JSON line for each request on standard output, one for each event on standard error; or calls of a listener.
//!
//! No line has a certificate, a key, a query or a header field in it: of a client it has the address, the SHA-256 of
//! the certificate and the verdict, and of a certificate that was refused issuer and subject. [`json_line`] escapes what a
//! terminal would obey or hide.
//!
//! The queues are our own, one for requests and one for events, so that a flood of requests pushes no event out.
//! `tracing-appender` would serve the lines alone: its queue takes formatted bytes, and the listeners of a program get
//! values. It also goes on without a sign when its thread dies, which here ends the edge.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::Receiver;
use std::time::Instant;

use arc_swap::{ArcSwap, ArcSwapOption};

use crate::clock;
use crate::config::AccessLog;
use crate::failure::Failure;
use crate::limits::{LOG_FLUSH, MAX_WAITING_EVENTS, MAX_WAITING_LOG_LINES};
use crate::observe::access_setting::Access;
use crate::observe::event::{Details, Event, Pending};
use crate::observe::event_limit::{EventLimiter, Kind};
use crate::observe::events::{self, EventName};
use crate::observe::json_line::json_line;
use crate::observe::queue::Queue;

/// Writes lines and calls listeners. No caller waits.
#[derive(Debug)]
pub(crate) struct Log {
    access: Option<Queue<Vec<u8>>>,
    requests: ArcSwapOption<Queue<Access>>,
    events: ArcSwap<Queue<Event>>,
    limiter: EventLimiter,
    dropped: AtomicU64,
    /// Set when a thread of its own dies. A listener that panics is not the fault of the edge.
    failure: Failure,
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

    /// The failure of a part without which the edge cannot go on.
    pub(crate) fn failure(&self) -> &Failure {
        &self.failure
    }

    /// Calls `listener` for each request, beside the lines.
    pub(crate) fn on_request(&self, mut listener: impl FnMut(Access) + Send + 'static) {
        let listen = move |requests: Receiver<_>| requests.iter().for_each(&mut listener);
        self.requests.store(Some(Arc::new(Queue::new("on-request", MAX_WAITING_LOG_LINES, listen))));
    }

    /// Calls `listener` for each event, in place of the lines.
    pub(crate) fn on_event(&self, mut listener: impl FnMut(Event) + Send + 'static) {
        let listen = move |events: Receiver<_>| events.iter().for_each(&mut listener);
        self.events.store(Arc::new(Queue::new("on-event", MAX_WAITING_EVENTS, listen)));
    }

    /// Takes nothing more, and gives what waits [`LOG_FLUSH`] to be written.
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

    /// The number of lines that were dropped.
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

    pub(crate) fn info(&self, event: EventName, message: &str) {
        self.say("info", event, message);
    }

    pub(crate) fn warning(&self, event: EventName, message: &str) {
        self.say("warning", event, message);
    }

    pub(crate) fn error(&self, event: EventName, message: &str) {
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
        self.limited("error", (events::TASK_PANICKED, 0), || {
            "a task panicked, which is a defect of the edge: its connection or request was given up"
                .to_owned()
        });
    }

    /// Logs what was suppressed more than a second ago. It is called a few times a second.
    pub(crate) fn log_suppressed(&self) {
        self.limiter.due(Instant::now()).into_iter().for_each(|event| self.send(event));
    }

    /// Logs what was suppressed, however short ago.
    pub(crate) fn log_rest(&self) {
        self.limiter.rest().into_iter().for_each(|event| self.send(event));
    }

    fn say(&self, level: &'static str, event: EventName, message: &str) {
        self.send(Pending { level, event, details: message.to_owned().into(), count: 1 });
    }

    fn send(&self, event: Pending) {
        let Pending { level, event, details, count } = event;
        let Details { message, client, server_name, certificate, reason, remedy } = details;
        let (time, event) = (clock::log_time(), event.as_str());
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
    /// Lines of an edge that was never started are written too.
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
        // An error has no other place to go.
        let _ = io::stderr().write_all(&line);
    }
}
