//! The policy mtls-auth-inbound.

use std::ffi::c_char;

use issuedby::policy::{OptionError, PolicyOptions, RequestUser};
use issuedby::{EdgeReport, MtlsAuthInbound};

use super::c_types::{issuedby_str, issuedby_string};
use super::ca_certificate::issuedby_ca_certificate;
use super::decision::{Decided, issuedby_decision};
use super::edge_report::issuedby_edge_report;
use super::failure::{Failure, issuedby_result};
use super::guard;
use super::handle::{self, Handle, Opaque};
use super::input;
use super::output::{ErrorSlot, Output};
use super::text::Warnings;
use super::verdict::issuedby_verdict;
use super::verifier::ca_certificates;

/// The policy mtls-auth-inbound with its options checked.
pub struct issuedby_policy {
    _opaque: (),
}

/// The object behind the handle.
pub(super) struct Checked {
    policy: MtlsAuthInbound,
    warnings: Warnings,
}

impl Opaque for issuedby_policy {
    type Inner = Checked;

    const TAG: u64 = u64::from_be_bytes(*b"ib/polcy");
    const KIND: &'static str = "an issuedby_policy";
}

impl From<OptionError> for Failure {
    fn from(error: OptionError) -> Self {
        Self::of(issuedby_result::ISSUEDBY_INVALID_OPTIONS, &error)
    }
}

/// Makes the policy from its options: a JSON object with `allowUnauthenticatedRequests` and `certIssuerDN`.
///
/// # Safety
///
/// `options` is NULL or has `len` bytes; `policy` and `error` are NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_policy_new(
    options: *const c_char,
    len: usize,
    policy: *mut *mut issuedby_policy,
    error: *mut *mut issuedby_string,
) -> issuedby_result {
    // SAFETY: the caller's promise is the same; there are no CAs.
    unsafe { issuedby_policy_for_cas(options, len, std::ptr::null(), 0, policy, error) }
}

/// As issuedby_policy_new, where the CAs are known whose clients will come: errors and warnings then carry the value
/// to paste.
///
/// # Safety
///
/// As for issuedby_policy_new; `cas` is NULL or has `count` elements, each NULL or a handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_policy_for_cas(
    options: *const c_char,
    len: usize,
    cas: *const *const issuedby_ca_certificate,
    count: usize,
    policy: *mut *mut issuedby_policy,
    error: *mut *mut issuedby_string,
) -> issuedby_result {
    // SAFETY: the caller says that both may be written.
    let (policy, error) = unsafe { (Output::reset_to_null("policy", policy), ErrorSlot::reset(error)) };
    guard::fallible(error, || {
        let slot = policy.required()?;
        // SAFETY: the caller says that so many bytes may be read.
        let options = unsafe { input::bytes("options", options.cast(), len) }?;
        // SAFETY: the caller says that so many elements may be read, and what they are.
        let cas = unsafe { ca_certificates(cas, count) }?;
        let policy = MtlsAuthInbound::for_cas(PolicyOptions::from_json(options)?, cas)?;
        let warnings = Warnings::new(policy.warnings().iter().map(|warning| (warning.code(), warning)));
        Ok((slot, Handle::new(Checked { policy, warnings })))
    })
}

/// The number of warnings about the options, which can be used all the same.
///
/// # Safety
///
/// `policy` is NULL or a handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_policy_warning_count(policy: *const issuedby_policy) -> usize {
    // SAFETY: the caller's promise is the same.
    unsafe { handle::read(policy, 0, |checked| checked.warnings.len()) }
}

/// The stable code of a warning, counted from 0; empty if there are not so many.
///
/// # Safety
///
/// `policy` is NULL or a handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_policy_warning_code(
    policy: *const issuedby_policy,
    index: usize,
) -> issuedby_str {
    // SAFETY: the caller's promise is the same.
    unsafe { handle::text(policy, |checked| checked.warnings.code(index)) }
}

/// The sentence of a warning, counted from 0; empty if there are not so many.
///
/// # Safety
///
/// `policy` is NULL or a handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_policy_warning_message(
    policy: *const issuedby_policy,
    index: usize,
) -> issuedby_str {
    // SAFETY: the caller's promise is the same.
    unsafe { handle::text(policy, |checked| checked.warnings.message(index)) }
}

/// Decides about a request whose client was evaluated here. `user_exists` is whether the request had a user before.
///
/// # Safety
///
/// `policy` and `verdict` are NULL or handles; `decision` and `error` are NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_policy_decide(
    policy: *const issuedby_policy,
    verdict: *const issuedby_verdict,
    user_exists: bool,
    decision: *mut *mut issuedby_decision,
    error: *mut *mut issuedby_string,
) -> issuedby_result {
    // SAFETY: the caller says that both may be written.
    let (decision, error) = unsafe { (Output::reset_to_null("decision", decision), ErrorSlot::reset(error)) };
    guard::fallible(error, || {
        let slot = decision.required()?;
        // SAFETY: the caller says that both are NULL or handles.
        let (checked, evaluated) =
            unsafe { (handle::borrow("policy", policy)?, handle::borrow("verdict", verdict)?) };
        let report = EdgeReport::from(&evaluated.verdict);
        Ok((slot, Decided::handle(checked.policy.decide_for(&report, user(user_exists)))))
    })
}

/// Decides about a request whose client an edge reported about: as issuedby_policy_decide.
///
/// # Safety
///
/// `policy` and `report` are NULL or handles; `decision` and `error` are NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_policy_decide_report(
    policy: *const issuedby_policy,
    report: *const issuedby_edge_report,
    user_exists: bool,
    decision: *mut *mut issuedby_decision,
    error: *mut *mut issuedby_string,
) -> issuedby_result {
    // SAFETY: the caller says that both may be written.
    let (decision, error) = unsafe { (Output::reset_to_null("decision", decision), ErrorSlot::reset(error)) };
    guard::fallible(error, || {
        let slot = decision.required()?;
        // SAFETY: the caller says that both are NULL or handles.
        let (checked, read) =
            unsafe { (handle::borrow("policy", policy)?, handle::borrow("report", report)?) };
        Ok((slot, Decided::handle(checked.policy.decide_for(&read.report, user(user_exists)))))
    })
}

/// Frees a policy. NULL is left alone.
///
/// # Safety
///
/// `policy` is NULL or a handle that nothing uses any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_policy_free(policy: *mut issuedby_policy) {
    // SAFETY: the caller's promise is the same.
    unsafe { handle::free(policy) };
}

fn user(exists: bool) -> RequestUser {
    if exists { RequestUser::Present } else { RequestUser::Absent }
}
