//! The decision of the policy.

use issuedby::policy::Decision;

use super::c_types::issuedby_str;
use super::handle::{self, Handle, Opaque};
use super::reason::{NOTHING_PRESENTED, issuedby_reason, number};
use super::text::Text;

/// The decision about a request.
#[repr(C)]
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum issuedby_action {
    /// Answer 401 with the problem. Also the action of NULL.
    ISSUEDBY_ACTION_REJECT = 0,
    /// The client is not verified, and the request goes on.
    ISSUEDBY_ACTION_PASS_THROUGH = 1,
    /// The client is verified.
    ISSUEDBY_ACTION_ALLOW = 2,
}

/// The decision of the policy about a request.
pub struct issuedby_decision {
    _opaque: (),
}

/// The object behind the handle.
pub(super) struct Decided {
    decision: Decision,
    json: Text,
    log: Text,
    metadata: Text,
    problem: Text,
    sub: Text,
}

impl Opaque for issuedby_decision {
    type Inner = Decided;

    const TAG: u64 = u64::from_be_bytes(*b"ib/decsn");
    const KIND: &'static str = "an issuedby_decision";
}

impl Decided {
    pub(super) fn handle(decision: Decision) -> Box<Handle<issuedby_decision>> {
        Handle::new(Self {
            decision,
            json: Text::default(),
            log: Text::default(),
            metadata: Text::default(),
            problem: Text::default(),
            sub: Text::default(),
        })
    }
}

impl From<&Decision> for issuedby_action {
    fn from(decision: &Decision) -> Self {
        match decision {
            Decision::Reject { .. } => Self::ISSUEDBY_ACTION_REJECT,
            Decision::PassThrough { .. } => Self::ISSUEDBY_ACTION_PASS_THROUGH,
            Decision::Allow { .. } => Self::ISSUEDBY_ACTION_ALLOW,
        }
    }
}

/// The action; ISSUEDBY_ACTION_REJECT for NULL.
///
/// # Safety
///
/// `decision` is NULL or a handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_decision_action(decision: *const issuedby_decision) -> issuedby_action {
    let reject = issuedby_action::ISSUEDBY_ACTION_REJECT;
    // SAFETY: the caller's promise is the same.
    unsafe { handle::read(decision, reject, |decided| (&decided.decision).into()) }
}

/// The reason with which enforcing refuses the request, or would; 0 only if it is allowed, ISSUEDBY_REASON_NO_CERTIFICATE for NULL.
///
/// # Safety
///
/// `decision` is NULL or a handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_decision_reason(decision: *const issuedby_decision) -> issuedby_reason {
    // SAFETY: the caller's promise is the same.
    unsafe { handle::read(decision, NOTHING_PRESENTED, |decided| number(decided.decision.reason())) }
}

/// The decision as one line of JSON: `action`, `reason`, `metadata`, `sub`, `problem`.
///
/// # Safety
///
/// `decision` is NULL or a handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_decision_json(decision: *const issuedby_decision) -> issuedby_str {
    // SAFETY: the caller's promise is the same.
    unsafe { handle::text(decision, |decided| decided.json.of(|| decided.decision.to_json())) }
}

/// The value of `request.user.data.mtlsAuth` as JSON. Where it is empty, what is there already must be deleted.
///
/// # Safety
///
/// `decision` is NULL or a handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_decision_metadata(decision: *const issuedby_decision) -> issuedby_str {
    let metadata = |decided: &Decided| {
        decided.metadata.printed(|| decided.decision.metadata().map(|metadata| metadata.to_json()))
    };
    // SAFETY: the caller's promise is the same.
    unsafe { handle::text(decision, metadata) }
}

/// The new value of `request.user.sub`; empty where it stays as it is.
///
/// # Safety
///
/// `decision` is NULL or a handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_decision_sub(decision: *const issuedby_decision) -> issuedby_str {
    // SAFETY: the caller's promise is the same.
    unsafe { handle::text(decision, |decided| decided.sub.printed(|| decided.decision.sub())) }
}

/// The body of the 401 response, `application/problem+json`; empty unless the request is rejected.
///
/// # Safety
///
/// `decision` is NULL or a handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_decision_problem(decision: *const issuedby_decision) -> issuedby_str {
    let problem = |decided: &Decided| {
        decided.problem.printed(|| decided.decision.problem().map(|problem| problem.to_json()))
    };
    // SAFETY: the caller's promise is the same.
    unsafe { handle::text(decision, problem) }
}

/// The text for the log: one line. It has the configured values: never send it to the client. Empty if the
/// request is allowed.
///
/// # Safety
///
/// `decision` is NULL or a handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_decision_log(decision: *const issuedby_decision) -> issuedby_str {
    // SAFETY: the caller's promise is the same.
    unsafe { handle::text(decision, |decided| decided.log.printed(|| decided.decision.log())) }
}

/// Frees a decision, and the texts that were borrowed from it. NULL is left alone.
///
/// # Safety
///
/// `decision` is NULL or a handle that nothing uses any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_decision_free(decision: *mut issuedby_decision) {
    // SAFETY: the caller's promise is the same.
    unsafe { handle::free(decision) };
}
