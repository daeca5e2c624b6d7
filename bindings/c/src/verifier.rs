//! Verifying: one hop, at one time.

use issuedby::{CaCertificate, CaSet, Verdict, check_time};

use super::c_types::{issuedby_bytes, issuedby_string};
use super::ca_certificate::issuedby_ca_certificate;
use super::failure::{Failure, issuedby_result};
use super::guard;
use super::handle::{self, Handle, Opaque};
use super::input;
use super::output::{ErrorSlot, IntoC, Output};
use super::verdict::{Evaluated, issuedby_verdict};

/// Flag of issuedby_verifier_new: refuses a leaf without the extKeyUsage extension too. By default its absence is
/// no restriction (RFC 5280 section 4.2.1.12).
pub const ISSUEDBY_REQUIRE_CLIENT_AUTH_EKU: u32 = 1;

/// Flag of issuedby_verifier_new: accepts leaves of a CA whose own certificate is expired or not valid yet.
pub const ISSUEDBY_IGNORE_CA_VALIDITY: u32 = 2;

/// Flag of issuedby_verifier_new: accepts leaves whose serial number is zero, negative, or of 20 bytes with the top bit
/// set (RFC 5280 section 4.1.2.2).
pub const ISSUEDBY_ALLOW_UNUSUAL_SERIAL: u32 = 4;

const FLAGS: u32 =
    ISSUEDBY_REQUIRE_CLIENT_AUTH_EKU | ISSUEDBY_IGNORE_CA_VALIDITY | ISSUEDBY_ALLOW_UNUSUAL_SERIAL;

/// Verifies client certificates against a set of CAs.
pub struct issuedby_verifier {
    _opaque: (),
}

impl Opaque for issuedby_verifier {
    type Inner = issuedby::Verifier;

    const TAG: u64 = u64::from_be_bytes(*b"ib/vrfir");
    const KIND: &'static str = "an issuedby_verifier";
}

/// Makes a verifier that accepts what one of `count` CAs issued directly.
///
/// It keeps what it needs of the CAs: they may be freed. Without a CA it refuses every certificate. `flags` is 0
/// or a sum of ISSUEDBY_REQUIRE_CLIENT_AUTH_EKU, ISSUEDBY_IGNORE_CA_VALIDITY and ISSUEDBY_ALLOW_UNUSUAL_SERIAL; others
/// are refused.
///
/// # Safety
///
/// `cas` is NULL or has `count` elements, each NULL or a handle; `verifier` and `error` are NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_verifier_new(
    cas: *const *const issuedby_ca_certificate,
    count: usize,
    flags: u32,
    verifier: *mut *mut issuedby_verifier,
    error: *mut *mut issuedby_string,
) -> issuedby_result {
    // SAFETY: the caller says that both may be written.
    let (verifier, error) = unsafe { (Output::reset_to_null("verifier", verifier), ErrorSlot::reset(error)) };
    guard::fallible(error, || {
        let slot = verifier.required()?;
        // SAFETY: the caller says that so many elements may be read, and what they are.
        let cas = unsafe { ca_certificates(cas, count) }?;
        input::check_flags(flags, FLAGS)?;
        let made = issuedby::Verifier::new(CaSet::new(cas.into_iter().cloned())?)
            .require_client_auth_eku(flags & ISSUEDBY_REQUIRE_CLIENT_AUTH_EKU != 0)
            .ignore_ca_validity(flags & ISSUEDBY_IGNORE_CA_VALIDITY != 0)
            .allow_unusual_serial(flags & ISSUEDBY_ALLOW_UNUSUAL_SERIAL != 0);
        Ok((slot, Handle::new(made)))
    })
}

/// Verifies what a client presented: ISSUEDBY_OK only if it is verified, ISSUEDBY_REJECTED if it is not, another
/// result if the call itself went wrong.
///
/// The arguments are those of issuedby_verifier_evaluate, except that `verdict` may be NULL. It is set for
/// ISSUEDBY_OK and for ISSUEDBY_REJECTED, for which `error` tells the verdict's message and its reason's code.
///
/// # Safety
///
/// As for issuedby_verifier_evaluate.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_verifier_verify(
    verifier: *const issuedby_verifier,
    leaf: *const u8,
    leaf_len: usize,
    now: i64,
    chain: *const issuedby_bytes,
    chain_count: usize,
    verdict: *mut *mut issuedby_verdict,
    error: *mut *mut issuedby_string,
) -> issuedby_result {
    // SAFETY: the caller says that both may be written.
    let (verdict, error) = unsafe { (Output::reset_to_null("verdict", verdict), ErrorSlot::reset(error)) };
    let slot = verdict.optional();
    let (verdict_wanted, error_wanted) = (slot.is_some(), error.is_wanted());
    let work = || {
        // SAFETY: the caller's promise is the same.
        let presented = unsafe { Presented::new(verifier, leaf, leaf_len, chain, chain_count) }?;
        Ok(presented.evaluate(now, |verdict| {
            let refusal = (!verdict.verified()).then(|| refusal(&verdict, error_wanted));
            (verdict_wanted.then(|| Evaluated::handle(verdict)), refusal)
        }))
    };
    guard::fallible_with(error, work, |(evaluated, refusal)| {
        if let (Some(slot), Some(evaluated)) = (slot, evaluated) {
            slot.set(evaluated.into_c());
        }
        refusal
    })
}

/// Evaluates what a client presented, for gateways: nothing presented, bytes that are no certificate and a refusal are
/// all verdicts. ISSUEDBY_OK says that there is a verdict, and nothing about it.
///
/// `leaf` is the client's certificate, DER (issuedby_certificate_der reads other forms); NULL with a length of 0 is
/// that nothing was presented, and a length of 0 alone is malformed. `now` is the time of the check. `chain` is what
/// the client sent along, DER, nearest issuer first: it is never trusted, only read for the reason
/// `not_directly_signed`; it may be NULL.
///
/// # Safety
///
/// `verifier` is NULL or a handle; `leaf` is NULL or has `leaf_len` bytes; `chain` is NULL or has `chain_count`
/// elements, each with NULL or as many bytes as it says; `verdict` and `error` are NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_verifier_evaluate(
    verifier: *const issuedby_verifier,
    leaf: *const u8,
    leaf_len: usize,
    now: i64,
    chain: *const issuedby_bytes,
    chain_count: usize,
    verdict: *mut *mut issuedby_verdict,
    error: *mut *mut issuedby_string,
) -> issuedby_result {
    // SAFETY: the caller says that both may be written.
    let (verdict, error) = unsafe { (Output::reset_to_null("verdict", verdict), ErrorSlot::reset(error)) };
    guard::fallible(error, || {
        let slot = verdict.required()?;
        // SAFETY: the caller's promise is the same.
        let presented = unsafe { Presented::new(verifier, leaf, leaf_len, chain, chain_count) }?;
        Ok((slot, presented.evaluate(now, Evaluated::handle)))
    })
}

/// Frees a verifier. Verdicts that it gave keep what they need. NULL is left alone.
///
/// # Safety
///
/// `verifier` is NULL or a handle that nothing uses any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_verifier_free(verifier: *mut issuedby_verifier) {
    // SAFETY: the caller's promise is the same.
    unsafe { handle::free(verifier) };
}

/// The CAs of an array of handles.
///
/// # Safety
///
/// `cas` is NULL or has `count` elements, each NULL or a handle.
pub(super) unsafe fn ca_certificates<'a>(
    cas: *const *const issuedby_ca_certificate,
    count: usize,
) -> Result<Vec<&'a CaCertificate>, Failure> {
    // SAFETY: the caller says that so many elements may be read.
    let handles: &[_] = unsafe { input::array("cas", cas, count) }?;
    // SAFETY: the caller says that each is NULL or a handle.
    handles.iter().map(|ca| unsafe { handle::borrow("cas", *ca) }.map(|loaded| &loaded.ca)).collect()
}

/// The certificates that a client presented, and the verifier.
struct Presented<'a> {
    verifier: &'a issuedby::Verifier,
    leaf: Option<&'a [u8]>,
    chain: Vec<&'a [u8]>,
}

impl<'a> Presented<'a> {
    /// # Safety
    ///
    /// As for issuedby_verifier_evaluate.
    unsafe fn new(
        verifier: *const issuedby_verifier,
        leaf: *const u8,
        leaf_len: usize,
        chain: *const issuedby_bytes,
        chain_count: usize,
    ) -> Result<Self, Failure> {
        // SAFETY: the caller says that it is NULL or a handle.
        let verifier = unsafe { handle::borrow("verifier", verifier) }?;
        // SAFETY: the caller says that so many bytes may be read.
        let leaf = unsafe { input::optional_bytes("leaf", leaf, leaf_len) }?;
        // SAFETY: the caller says that so many elements may be read, and what they are.
        let chain = unsafe { input::byte_strings("chain", chain, chain_count) }?;
        Ok(Self { verifier, leaf, chain })
    }

    fn evaluate<T>(&self, now: i64, with_verdict: impl FnOnce(Verdict<'_>) -> T) -> T {
        with_verdict(self.verifier.evaluate_with_chain(self.leaf, check_time(now), &self.chain))
    }
}

fn refusal(verdict: &Verdict<'_>, error_wanted: bool) -> Failure {
    let code = verdict.reason().map_or("", |reason| reason.code());
    // A sentence that is not asked for is not written.
    let message = if error_wanted { verdict.message() } else { String::new() };
    let remedy = if error_wanted { verdict.remedy() } else { None };
    Failure {
        remedy: remedy.map(Into::into),
        ..Failure::new(issuedby_result::ISSUEDBY_REJECTED, code, message)
    }
}
