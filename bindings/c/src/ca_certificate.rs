//! CA certificates.

use std::ffi::c_char;

use issuedby::ca::CaIdError;
use issuedby::{CaCertificate, CaError};

use super::c_types::{issuedby_str, issuedby_string};
use super::failure::{Failure, issuedby_result};
use super::guard;
use super::handle::{self, Handle, Opaque};
use super::input;
use super::output::{ErrorSlot, Output};
use super::text::{Text, Warnings};
use super::verdict::ISSUEDBY_NO_TIME;

/// A CA certificate that is fit to anchor: checked once, when it is loaded.
pub struct issuedby_ca_certificate {
    _opaque: (),
}

/// The object behind the handle.
pub(super) struct Loaded {
    pub(super) ca: CaCertificate,
    id: Text,
    subject: Text,
    fingerprint: Text,
    warnings: Warnings,
}

impl Opaque for issuedby_ca_certificate {
    type Inner = Loaded;

    const TAG: u64 = u64::from_be_bytes(*b"ib/cacrt");
    const KIND: &'static str = "an issuedby_ca_certificate";
}

impl Loaded {
    pub(super) fn handle(ca: CaCertificate) -> Box<Handle<issuedby_ca_certificate>> {
        Handle::new(Self {
            warnings: Warnings::new(ca.warnings().iter().map(|warning| (warning.code(), warning))),
            ca,
            id: Text::default(),
            subject: Text::default(),
            fingerprint: Text::default(),
        })
    }
}

impl From<CaIdError> for Failure {
    fn from(error: CaIdError) -> Self {
        Self::of(issuedby_result::ISSUEDBY_MALFORMED_CA_ID, &error)
    }
}

impl From<CaError> for Failure {
    fn from(error: CaError) -> Self {
        let message = format!("{error}; {}", error.remedy());
        Self { message, ..Self::of(issuedby_result::ISSUEDBY_UNFIT_CA, &error) }
    }
}

/// Loads a CA from PEM text that holds exactly one certificate, also where the whole text is base64, a JSON string or
/// percent-encoding of PEM.
///
/// It may be expired: that is evaluated at each verification. What is only unwise about it are its warnings.
///
/// # Safety
///
/// `pem` is NULL or has `len` bytes; `ca` and `error` are NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_ca_certificate_from_pem(
    pem: *const c_char,
    len: usize,
    ca: *mut *mut issuedby_ca_certificate,
    error: *mut *mut issuedby_string,
) -> issuedby_result {
    // SAFETY: the caller says that both may be written.
    let (ca, error) = unsafe { (Output::reset_to_null("ca", ca), ErrorSlot::reset(error)) };
    guard::fallible(error, || {
        let slot = ca.required()?;
        // SAFETY: the caller says that so many bytes may be read.
        let pem = unsafe { input::bytes("pem", pem.cast(), len) }?;
        Ok((slot, Loaded::handle(CaCertificate::from_pem(pem)?)))
    })
}

/// Loads a CA from one certificate in DER, as issuedby_ca_certificate_from_pem does from PEM.
///
/// # Safety
///
/// `der` is NULL or has `len` bytes; `ca` and `error` are NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_ca_certificate_from_der(
    der: *const u8,
    len: usize,
    ca: *mut *mut issuedby_ca_certificate,
    error: *mut *mut issuedby_string,
) -> issuedby_result {
    // SAFETY: the caller says that both may be written.
    let (ca, error) = unsafe { (Output::reset_to_null("ca", ca), ErrorSlot::reset(error)) };
    guard::fallible(error, || {
        let slot = ca.required()?;
        // SAFETY: the caller says that so many bytes may be read.
        let der = unsafe { input::bytes("der", der, len) }?;
        Ok((slot, Loaded::handle(CaCertificate::from_der(der)?)))
    })
}

/// Makes the same CA with an identifier, which verdicts then carry: 1 to 128 visible ASCII characters, which are not
/// interpreted.
///
/// The CA that is given stays as it is, and both have to be freed.
///
/// # Safety
///
/// `ca` is NULL or a handle; `id` is NULL or has `len` bytes; `with_id` and `error` are NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_ca_certificate_with_id(
    ca: *const issuedby_ca_certificate,
    id: *const c_char,
    len: usize,
    with_id: *mut *mut issuedby_ca_certificate,
    error: *mut *mut issuedby_string,
) -> issuedby_result {
    // SAFETY: the caller says that both may be written.
    let (with_id, error) = unsafe { (Output::reset_to_null("with_id", with_id), ErrorSlot::reset(error)) };
    guard::fallible(error, || {
        let slot = with_id.required()?;
        // SAFETY: the caller says that it is NULL or a handle.
        let loaded = unsafe { handle::borrow("ca", ca) }?;
        // SAFETY: the caller says that so many bytes may be read.
        let id = unsafe { input::utf8("id", id.cast(), len) }?;
        Ok((slot, Loaded::handle(loaded.ca.clone().with_id(id)?)))
    })
}

/// The identifier that issuedby_ca_certificate_with_id gave; empty without one.
///
/// # Safety
///
/// `ca` is NULL or a handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_ca_certificate_id(ca: *const issuedby_ca_certificate) -> issuedby_str {
    // SAFETY: the caller's promise is the same.
    unsafe { handle::text(ca, |loaded| loaded.id.printed(|| loaded.ca.id())) }
}

/// The subject: the name that its clients' certificates carry as their issuer, and that an operator pastes into
/// `certIssuerDN`.
///
/// # Safety
///
/// `ca` is NULL or a handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_ca_certificate_subject(ca: *const issuedby_ca_certificate) -> issuedby_str {
    // SAFETY: the caller's promise is the same.
    unsafe { handle::text(ca, |loaded| loaded.subject.printed(|| Some(loaded.ca.subject()))) }
}

/// The SHA-256 over the whole certificate: upper-case hexadecimal with colons.
///
/// # Safety
///
/// `ca` is NULL or a handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_ca_certificate_fingerprint(
    ca: *const issuedby_ca_certificate,
) -> issuedby_str {
    // SAFETY: the caller's promise is the same.
    unsafe { handle::text(ca, |loaded| loaded.fingerprint.printed(|| Some(loaded.ca.fingerprint()))) }
}

/// The first second in which the CA is valid, below zero before 1970; ISSUEDBY_NO_TIME for NULL.
///
/// # Safety
///
/// `ca` is NULL or a handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_ca_certificate_not_before(ca: *const issuedby_ca_certificate) -> i64 {
    // SAFETY: the caller's promise is the same.
    unsafe { handle::read(ca, ISSUEDBY_NO_TIME, |loaded| loaded.ca.certificate().not_before_seconds()) }
}

/// The last second in which the CA is valid, below zero before 1970; ISSUEDBY_NO_TIME for NULL.
///
/// # Safety
///
/// `ca` is NULL or a handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_ca_certificate_not_after(ca: *const issuedby_ca_certificate) -> i64 {
    // SAFETY: the caller's promise is the same.
    unsafe { handle::read(ca, ISSUEDBY_NO_TIME, |loaded| loaded.ca.certificate().not_after_seconds()) }
}

/// The number of warnings about the CA, which can be used all the same.
///
/// # Safety
///
/// `ca` is NULL or a handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_ca_certificate_warning_count(ca: *const issuedby_ca_certificate) -> usize {
    // SAFETY: the caller's promise is the same.
    unsafe { handle::read(ca, 0, |loaded| loaded.warnings.len()) }
}

/// The stable code of a warning, counted from 0; empty if there are not so many.
///
/// # Safety
///
/// `ca` is NULL or a handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_ca_certificate_warning_code(
    ca: *const issuedby_ca_certificate,
    index: usize,
) -> issuedby_str {
    // SAFETY: the caller's promise is the same.
    unsafe { handle::text(ca, |loaded| loaded.warnings.code(index)) }
}

/// The sentence of a warning, counted from 0; empty if there are not so many.
///
/// # Safety
///
/// `ca` is NULL or a handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_ca_certificate_warning_message(
    ca: *const issuedby_ca_certificate,
    index: usize,
) -> issuedby_str {
    // SAFETY: the caller's promise is the same.
    unsafe { handle::text(ca, |loaded| loaded.warnings.message(index)) }
}

/// Frees a CA certificate. Verifiers that were made of it keep working. NULL is left alone.
///
/// # Safety
///
/// `ca` is NULL or a handle that nothing uses any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_ca_certificate_free(ca: *mut issuedby_ca_certificate) {
    // SAFETY: the caller's promise is the same.
    unsafe { handle::free(ca) };
}
