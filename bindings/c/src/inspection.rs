//! Everything that a reviewer of a certificate looks at.

use issuedby::Inspection;
use issuedby::certificate::ParseError;

use super::c_types::issuedby_string;
use super::failure::{Failure, issuedby_result};
use super::guard;
use super::input;
use super::output::{ErrorSlot, Output};
use super::owned_string::OwnedString;

impl From<ParseError> for Failure {
    fn from(error: ParseError) -> Self {
        let message = format!("{error}; {}", error.remedy());
        Self { message, ..Self::of(issuedby_result::ISSUEDBY_MALFORMED_CERTIFICATE, &error) }
    }
}

/// Gets everything that a reviewer of a certificate looks at, as JSON: its fields, every extension, and `cautions`, each with
/// `code`, `message` and `remedy`. It is not a verdict: a certificate without a caution may be anybody's.
///
/// `certificate` is DER. An extension that cannot be read keeps nothing else from being read; `extensions` has its bytes
/// and its fault.
///
/// # Safety
///
/// `certificate` is NULL or has `len` bytes; `inspection` and `error` are NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_certificate_inspect(
    certificate: *const u8,
    len: usize,
    inspection: *mut *mut issuedby_string,
    error: *mut *mut issuedby_string,
) -> issuedby_result {
    // SAFETY: the caller says that both may be written.
    let (inspection, error) =
        unsafe { (Output::reset_to_null("inspection", inspection), ErrorSlot::reset(error)) };
    guard::fallible(error, || {
        let slot = inspection.required()?;
        // SAFETY: the caller says that so many bytes may be read.
        let der = unsafe { input::bytes("certificate", certificate, len) }?;
        Ok((slot, OwnedString::printed(Inspection::of(der)?.to_json())))
    })
}
