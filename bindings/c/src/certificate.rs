//! Certificates as people hand them over.

use issuedby::input::{self as core_input, InputError};

use super::c_types::issuedby_string;
use super::failure::{Failure, issuedby_result};
use super::guard;
use super::input;
use super::output::{ErrorSlot, Output};
use super::owned_string::OwnedString;

impl From<InputError> for Failure {
    fn from(error: InputError) -> Self {
        match error {
            InputError::ClientCert(error) => error.into(),
            other => Self::of(issuedby_result::ISSUEDBY_MALFORMED_PEM, &other),
        }
    }
}

/// Gives the DER of the client's certificate in a file or a text: PEM, the value of a Client-Cert field (RFC 9440) or the
/// whole line with it, or DER, which is passed through unread. A private key and CA certificates beside it are passed over.
///
/// A gateway has DER already, and does not need this.
///
/// # Safety
///
/// `bytes` is NULL or has `len` bytes; `der` and `error` are NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_certificate_der(
    bytes: *const u8,
    len: usize,
    der: *mut *mut issuedby_string,
    error: *mut *mut issuedby_string,
) -> issuedby_result {
    // SAFETY: the caller says that both may be written.
    let (der, error) = unsafe { (Output::reset_to_null("der", der), ErrorSlot::reset(error)) };
    guard::fallible(error, || {
        let slot = der.required()?;
        // SAFETY: the caller says that so many bytes may be read.
        let bytes = unsafe { input::bytes("bytes", bytes, len) }?;
        Ok((slot, OwnedString::of_bytes(core_input::certificate_der(bytes)?.into_owned())))
    })
}
