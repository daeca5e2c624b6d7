//! The value of the HTTP field Client-Cert (RFC 9440).

use std::ffi::c_char;

use issuedby::ClientCert;
use issuedby::client_cert::ClientCertError;

use super::c_types::issuedby_string;
use super::failure::{Failure, issuedby_result};
use super::guard;
use super::input;
use super::output::{ErrorSlot, Output};
use super::owned_string::OwnedString;

impl From<ClientCertError> for Failure {
    fn from(error: ClientCertError) -> Self {
        Self::of(issuedby_result::ISSUEDBY_MALFORMED_CLIENT_CERT, &error)
    }
}

/// Writes a certificate in DER as the value of a Client-Cert field. Nothing is verified.
///
/// # Safety
///
/// `der` is NULL or has `len` bytes; `value` and `error` are NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_client_cert_encode(
    der: *const u8,
    len: usize,
    value: *mut *mut issuedby_string,
    error: *mut *mut issuedby_string,
) -> issuedby_result {
    // SAFETY: the caller says that both may be written.
    let (value, error) = unsafe { (Output::reset_to_null("value", value), ErrorSlot::reset(error)) };
    guard::fallible(error, || {
        let slot = value.required()?;
        // SAFETY: the caller says that so many bytes may be read.
        let der = unsafe { input::bytes("der", der, len) }?;
        Ok((slot, OwnedString::of_bytes(ClientCert::encode(der).into_bytes())))
    })
}

/// Reads the certificate from the value of a Client-Cert field: DER bytes. Nothing is verified.
///
/// # Safety
///
/// `value` is NULL or has `len` bytes; `der` and `error` are NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_client_cert_decode(
    value: *const c_char,
    len: usize,
    der: *mut *mut issuedby_string,
    error: *mut *mut issuedby_string,
) -> issuedby_result {
    // SAFETY: the caller says that both may be written.
    let (der, error) = unsafe { (Output::reset_to_null("der", der), ErrorSlot::reset(error)) };
    guard::fallible(error, || {
        let slot = der.required()?;
        // SAFETY: the caller says that so many bytes may be read.
        let value = unsafe { input::bytes("value", value.cast(), len) }?;
        Ok((slot, OwnedString::of_bytes(ClientCert::decode(value)?)))
    })
}
