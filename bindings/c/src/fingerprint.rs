//! Fingerprints of certificates.

use std::ffi::c_char;

use issuedby::Fingerprint;
use issuedby::fingerprint::FingerprintError;

use super::c_types::issuedby_string;
use super::failure::{Failure, issuedby_result};
use super::guard;
use super::input;
use super::output::{ErrorSlot, Output};
use super::owned_string::OwnedString;

impl From<FingerprintError> for Failure {
    fn from(error: FingerprintError) -> Self {
        Self::of(issuedby_result::ISSUEDBY_MALFORMED_FINGERPRINT, &error)
    }
}

/// Gives the SHA-256 over a certificate in DER: upper-case hexadecimal with colons.
///
/// # Safety
///
/// `der` is NULL or has `len` bytes; `fingerprint` and `error` are NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_fingerprint(
    der: *const u8,
    len: usize,
    fingerprint: *mut *mut issuedby_string,
    error: *mut *mut issuedby_string,
) -> issuedby_result {
    // SAFETY: the caller says that both may be written.
    let (fingerprint, error) =
        unsafe { (Output::reset_to_null("fingerprint", fingerprint), ErrorSlot::reset(error)) };
    guard::fallible(error, || {
        let slot = fingerprint.required()?;
        // SAFETY: the caller says that so many bytes may be read.
        let der = unsafe { input::bytes("der", der, len) }?;
        Ok((slot, OwnedString::printed(Fingerprint::of(der))))
    })
}

/// Tells whether two SHA-256 fingerprints are the same, in any letter case, with or without colons.
///
/// # Safety
///
/// `a` and `b` are NULL or have as many bytes as their lengths say; `equal` and `error` are NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_fingerprint_equal(
    a: *const c_char,
    a_len: usize,
    b: *const c_char,
    b_len: usize,
    equal: *mut bool,
    error: *mut *mut issuedby_string,
) -> issuedby_result {
    // SAFETY: the caller says that both may be written.
    let (equal, error) = unsafe { (Output::reset("equal", equal, false), ErrorSlot::reset(error)) };
    guard::fallible(error, || {
        let slot = equal.required()?;
        // SAFETY: the caller says that so many bytes may be read.
        let (a, b) = unsafe { (input::utf8("a", a.cast(), a_len)?, input::utf8("b", b.cast(), b_len)?) };
        Ok((slot, Fingerprint::parse(a)? == Fingerprint::parse(b)?))
    })
}
