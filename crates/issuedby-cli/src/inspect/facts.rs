//! Everything that is shown about one certificate: the core's inspection, and what depends on the time.

use issuedby::certificate::ParseError;
use issuedby::input::Form;
use issuedby::{CaSet, Inspection, Reason, ReasonGroup, Verdict, Verifier, check_time};

use crate::time;

/// Everything that is shown about one certificate.
pub(crate) struct Facts<'a> {
    /// The form in which it was written; `None` where that says nothing.
    pub(super) form: Option<Form>,
    pub(super) inspection: Inspection<'a>,
    /// Both dates for people, with how far the nearer one is from now.
    pub(super) validity: String,
    /// The reasons for which a verifier refuses it as a client's at this time.
    pub(super) not_now: Vec<NotNow>,
}

/// A reason against it at this time, with the core's message and the remedy of its cause, as `verify` gives them.
pub(super) struct NotNow {
    pub(super) reason: Reason,
    pub(super) message: String,
    pub(super) remedy: &'static str,
}

impl<'a> Facts<'a> {
    /// The facts about the certificate that stands at the start of `bytes`, as a rule all of them, at a time in Unix seconds.
    pub(crate) fn of(bytes: &'a [u8], form: Option<Form>, now: i64) -> Result<Self, ParseError> {
        let inspection = Inspection::of(bytes)?;
        Ok(Self {
            form,
            validity: time::validity_of(&inspection, now),
            not_now: not_now(bytes, now),
            inspection,
        })
    }

    /// The core's JSON.
    pub(crate) fn json(&self) -> String {
        self.inspection.to_json()
    }
}

/// The reasons of a verifier without CAs that are about the certificate alone, and about this time.
fn not_now(bytes: &[u8], now: i64) -> Vec<NotNow> {
    let Ok(no_cas) = CaSet::new([]) else { return Vec::new() };
    let verifier = Verifier::new(no_cas);
    let verdict: Verdict<'_> = verifier.evaluate(Some(bytes), check_time(now));
    let reasons = verdict.reasons().map(|entry| entry.reason);
    let of_time = reasons.filter(|reason| reason.group() == ReasonGroup::Time);
    of_time
        .map(|reason| NotNow {
            reason,
            message: verdict.message_of(reason),
            remedy: verdict.remedy_of(reason),
        })
        .collect()
}
