//! What the edge says: one JSON line for each request on standard output, one for each event on standard error.
//!
//! No line has a certificate, a key, a query or a header field in it: of a client it has the address, the SHA-256 of
//! the certificate and the verdict.

use std::io::{self, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use std::time::SystemTime;

use serde::Serialize;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::config::AccessLog;
use crate::limits::MAX_WAITING_LOG_LINES;

/// Writes lines without keeping anybody waiting.
#[derive(Debug)]
pub(crate) struct Log {
    access: Option<SyncSender<Vec<u8>>>,
    dropped: AtomicU64,
}

/// One request.
#[derive(Debug, Serialize)]
pub(crate) struct Access<'a> {
    pub(crate) time: String,
    pub(crate) client: std::net::IpAddr,
    pub(crate) domain: &'a str,
    pub(crate) account: &'a str,
    pub(crate) protocol: &'static str,
    pub(crate) method: &'a str,
    pub(crate) path: &'a str,
    pub(crate) status: u16,
    pub(crate) milliseconds: f64,
    /// None where no worker was to be told any.
    pub(crate) verdict: Option<&'static str>,
    pub(crate) reason: Option<&'static str>,
    pub(crate) certificate: Option<&'a str>,
    pub(crate) ca: Option<&'a str>,
}

/// Something that happened to the edge itself.
#[derive(Debug, Serialize)]
struct Event<'a> {
    time: String,
    level: &'static str,
    event: &'static str,
    message: &'a str,
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
        Self { access, dropped: AtomicU64::new(0) }
    }

    pub(crate) fn is_wanted(&self) -> bool {
        self.access.is_some()
    }

    /// How many lines were dropped.
    pub(crate) fn dropped(&self) -> u64 {
        self.dropped.load(Ordering::Relaxed)
    }

    pub(crate) fn access(&self, line: &Access<'_>) {
        let Some(sender) = &self.access else { return };
        let sent = serde_json::to_vec(line).is_ok_and(|mut octets| {
            octets.push(b'\n');
            sender.try_send(octets).is_ok()
        });
        if !sent {
            self.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }

    pub(crate) fn info(&self, event: &'static str, message: &str) {
        say("info", event, message);
    }

    pub(crate) fn warning(&self, event: &'static str, message: &str) {
        say("warning", event, message);
    }

    pub(crate) fn error(&self, event: &'static str, message: &str) {
        say("error", event, message);
    }
}

/// The time now, RFC 3339 in UTC.
pub(crate) fn now() -> String {
    OffsetDateTime::from(SystemTime::now()).format(&Rfc3339).unwrap_or_default()
}

fn say(level: &'static str, event: &'static str, message: &str) {
    let line = Event { time: now(), level, event, message };
    if let Ok(mut octets) = serde_json::to_vec(&line) {
        octets.push(b'\n');
        // There is nowhere else to complain.
        let _ = io::stderr().lock().write_all(&octets);
    }
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
