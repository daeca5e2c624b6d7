//! What the answers of a worker of one's own show to be wrong with it, each once.

use std::time::Duration;

use issuedby::Reason;

use crate::options::Options;
use crate::row::Row;
use crate::run::Call;

/// The hints that were given.
pub(crate) struct Hints {
    has_own_worker: bool,
    worker_timeout: Duration,
    given: Vec<Hint>,
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum Hint {
    LetsIn,
    DisbelievesTheEdge,
    TakesTooLong,
}

/// What the edge calls an answer that did not come in time.
const TIMED_OUT: &str = "upstream_timeout";

impl Hints {
    pub(crate) fn new(options: &Options) -> Self {
        Self {
            has_own_worker: options.worker.is_some(),
            worker_timeout: options.worker_timeout,
            given: Vec::new(),
        }
    }

    /// What a request of others shows: of its answer only the status is known.
    pub(crate) fn of_row(&mut self, row: &Row) -> Option<String> {
        if row.access.fault == Some(TIMED_OUT) {
            return self.takes_too_long();
        }
        let (scenario, expected) = (row.scenario?, row.expected?);
        if row.is_as_expected()? {
            return None;
        }
        match (expected.status, expected.reason) {
            (401, _) => self.give(Hint::LetsIn, || {
                format!(
                    "the worker let in a client that the policy refuses ({scenario}): does it run mtls-auth-inbound, \
                     enforcing?"
                )
            }),
            (_, None) => self.give(Hint::DisbelievesTheEdge, || {
                format!(
                    "the worker refused a client that the edge verified ({scenario}): if the code in its answer is \
                     `{}`, it {DISBELIEVES}",
                    Reason::NoCertificate
                )
            }),
            // It enforces, where nobody was to be refused.
            (_, Some(_)) => None,
        }
    }

    /// What a call of the built-in client shows.
    pub(crate) fn of_call(&mut self, call: &Call) -> Option<String> {
        let answer = call.answer.as_ref().ok()?;
        match (answer.status, answer.reason.as_deref()) {
            (504, Some(TIMED_OUT)) => self.takes_too_long(),
            (401, Some(code)) if call.expected.status == 200 && code == Reason::NoCertificate.code() => {
                self.give(Hint::DisbelievesTheEdge, || format!("the worker {DISBELIEVES}"))
            }
            _ => None,
        }
    }

    fn takes_too_long(&mut self) -> Option<String> {
        let seconds = self.worker_timeout.as_secs_f64();
        self.give(Hint::TakesTooLong, || {
            format!("the worker took longer than {seconds} s: --worker-timeout SECONDS gives it more")
        })
    }

    fn give(&mut self, hint: Hint, text: impl FnOnce() -> String) -> Option<String> {
        if !self.has_own_worker || self.given.contains(&hint) {
            return None;
        }
        self.given.push(hint);
        Some(text())
    }
}

const DISBELIEVES: &str = "did not believe the edge's headers: name its trusted edge (the peer's address 127.0.0.1, \
                           or a Unix socket)";
