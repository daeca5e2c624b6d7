//! Warnings about the user's own worker, from its responses, each once.

use std::time::Duration;

use issuedby::Reason;

use crate::call::Call;
use crate::options::Options;
use crate::row::Row;

/// The warnings that were given.
pub(crate) struct WorkerWarnings {
    has_own_worker: bool,
    worker_timeout: Duration,
    given: Vec<WorkerWarning>,
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum WorkerWarning {
    AcceptsRefused,
    IgnoresTheEdge,
    TimesOut,
}

/// The code of the edge for a response that did not come in time.
const TIMED_OUT: &str = "upstream_timeout";

impl WorkerWarnings {
    pub(crate) fn new(options: &Options) -> Self {
        Self {
            has_own_worker: options.worker.is_some(),
            worker_timeout: options.worker_timeout,
            given: Vec::new(),
        }
    }

    /// The warning that a request of another client shows. Only the status of its response is known.
    pub(crate) fn of_row(&mut self, row: &Row) -> Option<String> {
        if row.access.fault == Some(TIMED_OUT) {
            return self.times_out();
        }
        let (scenario, expected) = (row.scenario?, row.expected?);
        if row.is_as_expected()? {
            return None;
        }
        match (expected.status, expected.reason) {
            (401, _) => self.once(WorkerWarning::AcceptsRefused, || {
                format!(
                    "the worker let in a client that the policy refuses ({scenario}): does it run mtls-auth-inbound, \
                     enforcing?"
                )
            }),
            (_, None) => self.once(WorkerWarning::IgnoresTheEdge, || {
                format!(
                    "the worker refused a client that the edge verified ({scenario}): if the code in its answer is \
                     `{}`, it {DOES_NOT_TRUST}",
                    Reason::NoCertificate
                )
            }),
            // It enforces, where the policy refuses no client.
            (_, Some(_)) => None,
        }
    }

    /// The warning that a call of the built-in client shows.
    pub(crate) fn of_call(&mut self, call: &Call) -> Option<String> {
        let answer = call.answer.as_ref().ok()?;
        match (answer.status, answer.reason.as_deref()) {
            (504, Some(TIMED_OUT)) => self.times_out(),
            (401, Some(code)) if call.expected.status == 200 && code == Reason::NoCertificate.code() => {
                self.once(WorkerWarning::IgnoresTheEdge, || format!("the worker {DOES_NOT_TRUST}"))
            }
            _ => None,
        }
    }

    fn times_out(&mut self) -> Option<String> {
        let seconds = self.worker_timeout.as_secs_f64();
        self.once(WorkerWarning::TimesOut, || {
            format!("the worker took longer than {seconds} s: --worker-timeout SECONDS gives it more")
        })
    }

    fn once(&mut self, warning: WorkerWarning, text: impl FnOnce() -> String) -> Option<String> {
        if !self.has_own_worker || self.given.contains(&warning) {
            return None;
        }
        self.given.push(warning);
        Some(text())
    }
}

const DOES_NOT_TRUST: &str = "did not believe the edge's headers: configure its trusted edge (the peer's address 127.0.0.1, \
                           or a Unix socket)";
